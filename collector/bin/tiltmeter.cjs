#!/usr/bin/env node
"use strict";

// Old syntax on purpose: a Node that is too old must get as far as the sentence that says so.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 15)) {
  console.error(
    `tiltmeter needs Node.js 20.15 or newer, this is ${process.version}; install a newer one from https://nodejs.org and try again`,
  );
  process.exit(2);
}

// The embedded engine takes whatever stands on standard input for rows of its next insert, as in a loop of a shell over the lines of
// a file. No command reads it, so it is empty from here on.
const { closeSync, openSync } = require("node:fs");
if (!require("node:tty").isatty(0)) {
  closeSync(0);
  openSync(require("node:os").devNull, "r");
}

// libuv makes its thread pool at first use and reads this once. Four threads, the default, would let
// a handful of slow fdatasync calls hold up every other file in the process.
if (!process.env.UV_THREADPOOL_SIZE) process.env.UV_THREADPOOL_SIZE = "16";

// At full rate V8 looks at its whole heap once a second in one thread or the other, and what has not run between six of those loses its compiled
// code: what runs every few seconds would be compiled again each time, a tenth of the processor.
require("node:v8").setFlagsFromString("--no-flush-bytecode");

import("../dist/cli/main.js").catch((error) => {
  const isUnbuilt =
    error.code === "ERR_MODULE_NOT_FOUND" && /dist.cli.main\.js' /.test(error.message);
  console.error(isUnbuilt ? "tiltmeter is not built yet: run npm run build first" : error);
  process.exit(1);
});
