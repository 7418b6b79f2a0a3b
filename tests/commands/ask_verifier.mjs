// Runs docs/verify-book.mjs anew for each line of arguments (JSON) on standard input, in one
// process; answers each with a line of what it printed and its exit code.
import { createInterface } from "node:readline";

const verifier = new URL("../../docs/verify-book.mjs", import.meta.url);
let printed = [];
console.log = (line) => printed.push(line);
let asked = 0;
for await (const line of createInterface({ input: process.stdin })) {
  printed = [];
  process.argv = [process.argv[0], verifier.pathname, ...JSON.parse(line)];
  asked += 1;
  let failure = "";
  try {
    // Another address is another module: all of it runs again.
    await import(`${verifier.href}?${asked}`);
  } catch (error) {
    failure = String(error.stack);
  }
  const answer = { printed: printed.join("\n"), code: process.exitCode ?? 0, failure };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
  process.exitCode = 0;
}
