import { BlockList, isIP } from "node:net";

/**
 * Says whether an address lies outside the public internet: private, loopback, link-local (cloud
 * metadata), shared, multicast or reserved, and the IPv6 forms that carry such an IPv4 address.
 *
 * Of IPv6 only 2000::/3 is given out for the public internet, so all else is private, whatever it is
 * for; an IPv4 address mapped into IPv6 is judged as the IPv4 address. Text that is no address counts
 * as private, and so does one with a zone. Source: IANA special-purpose address registries.
 */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0 || address.includes("%")) return true;
  if (family === 4) return special.check(address, "ipv4");
  if (special.check(address, "ipv6")) return true;
  return !global.check(address, "ipv6");
}

/** 127.0.0.0/8 and ::1, and 127.0.0.0/8 mapped into IPv6. */
export function isLoopbackAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0 || address.includes("%")) return false;
  return loopback.check(address, family === 4 ? "ipv4" : "ipv6");
}

function blockList(subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address = "", bits = ""] = subnet.split("/");
    list.addSubnet(address, Number(bits), isIP(address) === 4 ? "ipv4" : "ipv6");
  }
  return list;
}

const loopback = blockList(["127.0.0.0/8", "::1/128"]);
const global = blockList(["2000::/3", "::ffff:0:0/96"]);

// IPv4 rules also match their IPv4-mapped IPv6 form (::ffff:0:0/96), see net.BlockList.
const special = blockList([
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10", // shared by carriers
  "127.0.0.0/8",
  "169.254.0.0/16", // link-local, cloud metadata
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24", // 6to4 relays
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "2001::/23", // Teredo and other assignments of the protocol
  "2001:db8::/32",
  "2002::/16", // 6to4
  "3fff::/20",
]);
