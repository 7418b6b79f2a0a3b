// Verifies an export of a minute book: node verify-book.mjs FILE [CODE FROM PAPER]
// Written from docs/minute-book.md alone; needs Node.js 18 or newer and no packages.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const sha256 = (...pieces) =>
  pieces.reduce((hash, piece) => hash.update(piece), createHash("sha256")).digest("hex");

// Commitments stand for personal fields: {"c": "<hash>"}.
function* commitments(value) {
  if (value === null || typeof value !== "object") return;
  const keys = Object.keys(value);
  if (!Array.isArray(value) && keys.length === 1 && keys[0] === "c") yield value.c;
  else for (const key of keys) yield* commitments(value[key]);
}

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const objectOr = (value) => (isObject(value) ? value : {});

function parsed(text) {
  try {
    return objectOr(JSON.parse(text));
  } catch {
    return {};
  }
}

const [file, ...words] = process.argv.slice(2);
const book = JSON.parse(readFileSync(file, "utf8"));
const problems = [];
const hashes = [];
let previous = "0".repeat(64);
let removed = 0;

book.entries.forEach((one, index) => {
  const number = index + 1;
  const entry = objectOr(one);
  const text = String(entry.content ?? "");
  const content = parsed(text);
  const hash = sha256(text);
  const check = (holds, sentence) => holds || problems.push(`Mục ${number}: ${sentence}`);
  check(hash === entry.hash, "nội dung đã bị sửa, mã niêm phong không khớp.");
  check(content.form === "nenep-entry-1", "dạng ghi không đọc được.");
  // A whole number, as it is written: 1.0 is none.
  const isNumbered = content.sequence === number && text.includes(`"sequence":${number},`);
  check(isNumbered, "thứ tự không liền.");
  check(content.previous === previous, "không nối tiếp mục trước.");
  const marks = new Set(commitments(content));
  const disclosed = entry.disclosures ?? [];
  check(Array.isArray(disclosed), "phần nội dung riêng không đọc được.");
  const shown = new Set();
  for (const field of Array.isArray(disclosed) ? disclosed : []) {
    const { commitment, salt, value } = objectOr(field);
    const areTexts = typeof salt === "string" && typeof value === "string";
    // Nothing but its length says where the salt ends.
    const isSalt = areTexts && /^[0-9a-f]{32}$/.test(salt);
    const actual = isSalt && sha256(Buffer.from(salt, "hex"), value);
    check(marks.has(commitment) && actual === commitment, "một nội dung riêng đã bị sửa.");
    check(!shown.has(commitment), "một nội dung riêng được ghi hai lần.");
    shown.add(commitment);
  }
  if (Array.isArray(disclosed)) removed += [...marks].filter((mark) => !shown.has(mark)).length;
  hashes.push(hash);
  previous = hash;
});

const code = words.join("").replaceAll(/\s/g, "").toLowerCase();
if (code && !hashes.includes(code)) {
  problems.push("Không có mục nào mang mã in trên giấy: sổ bị viết lại hoặc bị cắt bớt.");
}
problems.forEach((sentence) => console.log(`✗ ${sentence}`));
if (problems.length === 0) console.log("✓ Sổ nguyên vẹn.");
console.log(`${hashes.length} mục, ${removed} nội dung riêng đã xóa. Mã mục cuối: ${previous}`);
process.exitCode = problems.length ? 1 : 0;
