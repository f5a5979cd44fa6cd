// Ways to write an address that lies inside a network, as URLs. Each is { url, host, how }.

/** Addresses inside: this machine, its network, the metadata of clouds, shared and reserved ranges. */
const IPV4 = [
  "127.0.0.1",
  "0.0.0.0",
  "10.0.0.1",
  "100.64.0.1",
  "169.254.169.254",
  "172.16.0.1",
  "192.168.1.1",
  "198.18.0.1",
];
const IPV6 = [
  "::1",
  "::",
  "fd00::1",
  "fe80::1",
  "fec0::1",
  "ff02::1",
  "100::1",
  "2001:db8::1",
  "4000::1",
];

/** Every spelling, with a port in each. */
export function spellings(port) {
  const all = [];
  const add = (how, url) => all.push({ how, url });
  for (const address of IPV4) {
    for (const [how, host] of hostsOf(address)) add(`${address} ${how}`, `http://${host}:${port}/`);
    for (const [how, url] of urlsOf(address, port)) add(`${address} ${how}`, url);
  }
  for (const address of IPV6) {
    add(`${address}`, `http://[${address}]:${port}/`);
    add(`${address} whole`, `http://[${whole(address)}]:${port}/`);
    add(`${address} upper case`, `http://[${address.toUpperCase()}]:${port}/`);
    add(`${address} user`, `http://user@[${address}]:${port}/`);
    add(`${address} zone`, `http://[${address}%25lo]:${port}/`);
  }
  for (const name of NAMES) add(`name ${name}`, `http://${name}:${port}/`);
  for (const scheme of ["ftp", "gopher", "file", "ws", "dict", "ldap", "data", "javascript"]) {
    add(`scheme ${scheme}`, `${scheme}://127.0.0.1:${port}/`);
  }
  add("redirected", `http://public.test:${port}/redirect`);
  return all;
}

/** Names of this machine, and names whose answers lie inside: the name server of the test knows them. */
export const NAMES = [
  ...["localhost", "LOCALHOST", "LocalHost", "localhost.", "a.localhost", "ip6-localhost"],
  ...[
    "ip6-loopback",
    "localhost%2e",
    "loc\u0430lhost",
    "\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3",
  ],
  ...[
    "inside.test",
    "inside6.test",
    "mapped.test",
    "nat64.test",
    "mixed.test",
    "alias.test",
    "rebind.test",
  ],
  ...[
    "metadata.test",
    "127-0-0-1.nip.test",
    "10-0-0-1.nip.test",
    "169-254-169-254.nip.test",
    "inside.test.",
  ],
];

function hostsOf(address) {
  const parts = address.split(".").map(Number);
  const [a, b, c, d] = parts;
  const number = ((a * 256 + b) * 256 + c) * 256 + d;
  const hex = (n, width = 0) => n.toString(16).padStart(width, "0");
  const octal = (n, width = 0) => n.toString(8).padStart(width, "0");
  const high = hex(a * 256 + b);
  const low = hex(c * 256 + d);
  const hidden = `${hex((a * 256 + b) ^ 0xffff)}:${hex((c * 256 + d) ^ 0xffff)}`;
  const wide = (text) =>
    [...text].map((each) => String.fromCodePoint(each.charCodeAt(0) + 0xfee0)).join("");
  const circled = (text) =>
    text
      .replace(/[1-9]/g, (each) => String.fromCodePoint(0x245f + Number(each)))
      .replaceAll("0", "\u24ea");
  return [
    ["as it is", address],
    ["decimal", String(number)],
    ["hexadecimal", `0x${hex(number)}`],
    ["hexadecimal, upper case", `0X${hex(number).toUpperCase()}`],
    ["octal", `0${octal(number)}`],
    ["octal with zeros", `000${octal(number)}`],
    ["hexadecimal parts", parts.map((n) => `0x${hex(n)}`).join(".")],
    ["octal parts", parts.map((n) => `0${octal(n)}`).join(".")],
    ["octal parts with zeros", parts.map((n) => `0${octal(n, 6)}`).join(".")],
    ["mixed parts", `0x${hex(a)}.${b}.0${octal(c)}.${d}`],
    ["three parts", `${a}.${b}.${c * 256 + d}`],
    ["two parts", `${a}.${(b * 256 + c) * 256 + d}`],
    ["two parts, hexadecimal", `0x${hex(a)}.0x${hex((b * 256 + c) * 256 + d)}`],
    ["trailing dot", `${address}.`],
    ["two trailing dots", `${address}..`],
    ["decimal, trailing dot", `${number}.`],
    ["wide digits", wide(address)],
    ["wide decimal", wide(String(number))],
    ["circled digits", circled(address)],
    ["ideographic stops", address.replaceAll(".", "\u3002")],
    ["wide stops", address.replaceAll(".", "\uff0e")],
    ["half-wide stops", address.replaceAll(".", "\uff61")],
    ["percent-encoded", [...address].map((each) => `%${hex(each.charCodeAt(0))}`).join("")],
    ["percent-encoded stops", address.replaceAll(".", "%2e")],
    ["soft hyphen", address.replace(".", "\u00ad.")],
    ["mapped", `[::ffff:${address}]`],
    ["mapped, hexadecimal", `[::ffff:${high}:${low}]`],
    ["mapped, whole", `[0:0:0:0:0:ffff:${high}:${low}]`],
    ["mapped, padded", `[0000:0000:0000:0000:0000:FFFF:${high}:${low}]`],
    ["compatible", `[::${address}]`],
    ["translated", `[::ffff:0:${high}:${low}]`],
    ["NAT64", `[64:ff9b::${address}]`],
    ["NAT64, local", `[64:ff9b:1::${high}:${low}]`],
    ["6to4", `[2002:${high}:${low}::1]`],
    ["Teredo server", `[2001:0:${high}:${low}::1]`],
    ["Teredo client", `[2001::1:0:0:${hidden}]`],
    ["ISATAP", `[fe80::5efe:${high}:${low}]`],
  ];
}

function urlsOf(address, port) {
  return [
    ["behind a user", `http://public.test@${address}:${port}/`],
    ["behind a user and a password", `http://public.test:80@${address}:${port}/`],
    ["behind a backslash", `http://public.test\\@${address}:${port}/`],
    ["behind an encoded user", `http://public%2etest%40@${address}:${port}/`],
    ["before a fragment", `http://${address}:${port}#@public.test/`],
    ["before a question mark", `http://${address}:${port}?@public.test/`],
    ["before a backslash", `http://${address}:${port}\\@public.test/`],
    ["one slash", `http:/${address}:${port}/`],
    ["no slash", `http:${address}:${port}/`],
    ["three slashes", `http:///${address}:${port}/`],
    ["backslashes", `http:\\\\${address}:${port}\\`],
    ["upper-case scheme", `HTTP://${address}:${port}/`],
    ["spaces around", `  http://${address}:${port}/  `],
    ["a tab within", `http://${address.slice(0, 3)}\t${address.slice(3)}:${port}/`],
    ["a line break within", `ht\ntp://${address}:${port}/`],
    ["a null in front", `\u0000http://${address}:${port}/`],
  ];
}

/** All eight groups. */
function whole(address) {
  const [head = "", tail = ""] = address.split("::");
  const [before, after] = [head, tail].map((part) => part.split(":").filter(Boolean));
  const zeros = Array(8 - before.length - after.length).fill("0");
  return [...before, ...zeros, ...after].map((group) => group.padStart(4, "0")).join(":");
}
