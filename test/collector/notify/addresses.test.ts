import { isLoopbackAddress, isPrivateAddress } from "tiltmeter/notify/addresses";
import { expect, test } from "vitest";

test("addresses inside networks are private, in every form that carries them", () => {
  const inside = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:a00:1",
    "::127.0.0.1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "2001:0:1::1",
    "fd00::1",
    "fe80::1",
    "ff02::1",
    "::ffff:0:7f00:1", // translated, RFC 2765
    "64:ff9b:1::a00:1",
    "100::1",
    "4000::1", // given out to nobody
    "2001:db8::1",
    "3fff::1",
    "fe80::1%eth0",
    "::1%lo",
    "2606:4700::1111%eth0",
    "not an address",
  ];
  expect(inside.filter((address) => !isPrivateAddress(address))).toEqual([]);
});

test("public addresses are not", () => {
  const outside = ["1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:1.1.1.1"];
  expect(outside.filter(isPrivateAddress)).toEqual([]);
});

test("loopback is told apart from other private addresses", () => {
  expect(["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"].every(isLoopbackAddress)).toBe(true);
  expect(["10.0.0.1", "fd00::1", "169.254.169.254", "x"].some(isLoopbackAddress)).toBe(false);
});
