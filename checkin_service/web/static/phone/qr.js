// QR codes (ISO/IEC 18004) of up to 213 bytes, drawn on this phone: what they say goes through nobody else's hands.

import { ascii } from "./bytes.js";

// Three versions with error correction M; the blocks name their data codewords.
const VERSIONS = [
  { version: 5, size: 37, alignment: [6, 30], blocks: [43, 43], corrections: 24 },
  { version: 9, size: 53, alignment: [6, 26, 46], blocks: [36, 36, 36, 37, 37], corrections: 22 },
  { version: 10, size: 57, alignment: [6, 28, 50], blocks: [43, 43, 43, 43, 44], corrections: 26 },
];
// Mode and length; from version 10 the length takes two bytes.
const headerBytes = ({ version }) => (version < 10 ? 2 : 3);
const QUIET = 4;
// A signed text is as even as noise under any mask: none has to be searched for. Number 0 is a chessboard.
const FORMAT = (0 << 10) ^ 0x5412;

const powers = [1];
for (let index = 1; index < 255; index += 1) {
  const next = powers[index - 1] << 1;
  powers.push(next > 255 ? next ^ 0x11d : next);
}
const logs = new Map(powers.map((value, exponent) => [value, exponent]));
const product = (one, other) => (one && other ? powers[(logs.get(one) + logs.get(other)) % 255] : 0);

// The QR code as a picture with its quiet zone; dark on light by day and by night, as scanners want it.
export function picture(text) {
  const rows = modules(text);
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", [-QUIET, -QUIET, rows.length + 2 * QUIET, rows.length + 2 * QUIET].join(" "));
  svg.setAttribute("shape-rendering", "crispEdges");
  const path = document.createElementNS(namespace, "path");
  const dark = rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")));
  path.setAttribute("d", dark.join(""));
  svg.append(path);
  return svg;
}

// Rows of modules, true where dark.
export function modules(text) {
  const bytes = ascii(text);
  const kind = VERSIONS.find((each) => bytes.length + headerBytes(each) <= sum(each.blocks));
  if (!kind) throw new RangeError("too long for a QR code");
  const grid = frame(kind);
  fill(grid, interleaved(padded(bytes, kind), kind));
  return grid;
}

const sum = (numbers) => numbers.reduce((total, each) => total + each, 0);

// Mode, length, bytes and an end of four zero bits; what is left over gets the two filling bytes in turn.
function padded(bytes, kind) {
  const capacity = sum(kind.blocks);
  const length = headerBytes(kind) > 2 ? [bytes.length >> 8, bytes.length & 255] : [bytes.length];
  const words = [];
  let half = 4;
  for (const byte of [...length, ...bytes]) {
    words.push((half << 4) | (byte >> 4));
    half = byte & 15;
  }
  words.push(half << 4);
  for (let filling = 0xec; words.length < capacity; filling ^= 0xec ^ 0x11) words.push(filling);
  return words;
}

function interleaved(words, { blocks, corrections }) {
  let from = 0;
  const data = blocks.map((length) => words.slice(from, (from += length)));
  const generator = generatorOf(corrections);
  const checks = data.map((block) => remainder(block, generator));
  const inTurn = (lists) => Array.from({ length: Math.max(...lists.map((list) => list.length)) }, (_, index) =>
    lists.filter((list) => index < list.length).map((list) => list[index]),
  ).flat();
  return [...inTurn(data), ...inTurn(checks)];
}

// Reed-Solomon over GF(256): the product of (x - 2^i), without its leading one.
function generatorOf(degree) {
  let polynomial = [1];
  for (let root = 0; root < degree; root += 1) {
    const shifted = [...polynomial, 0];
    polynomial.forEach((each, index) => {
      shifted[index + 1] ^= product(each, powers[root]);
    });
    polynomial = shifted;
  }
  return polynomial.slice(1);
}

function remainder(block, generator) {
  const rest = generator.map(() => 0);
  for (const word of block) {
    const factor = word ^ rest.shift();
    rest.push(0);
    generator.forEach((each, index) => {
      rest[index] ^= product(each, factor);
    });
  }
  return rest;
}

// Everything that is no data: finders, alignment, timing, format and version; null where data goes.
function frame({ version, size, alignment }) {
  const grid = Array.from({ length: size }, () => Array(size).fill(null));
  const square = (column, row, radius, isDark) => {
    for (let y = Math.max(0, row - radius); y <= Math.min(size - 1, row + radius); y += 1)
      for (let x = Math.max(0, column - radius); x <= Math.min(size - 1, column + radius); x += 1)
        grid[y][x] = isDark(Math.max(Math.abs(x - column), Math.abs(y - row)));
  };
  const far = size - 4;
  for (const [column, row] of [[3, 3], [far, 3], [3, far]]) square(column, row, 4, (ring) => ring !== 2 && ring !== 4);
  for (const row of alignment)
    for (const column of alignment) if (grid[row][column] === null) square(column, row, 2, (ring) => ring !== 1);
  for (let step = 0; step < size; step += 1) {
    grid[6][step] ??= step % 2 === 0;
    grid[step][6] ??= step % 2 === 0;
  }
  writeFormat(grid, size);
  if (version >= 7) writeVersion(grid, size, version);
  return grid;
}

function writeFormat(grid, size) {
  for (let index = 0; index < 15; index += 1) {
    const isDark = ((FORMAT >> index) & 1) === 1;
    const near = index < 6 ? index : index + 1;
    if (index < 8) {
      grid[near][8] = isDark;
      grid[8][size - 1 - index] = isDark;
    } else {
      grid[8][index === 8 ? 7 : 14 - index] = isDark;
      grid[size - 15 + index][8] = isDark;
    }
  }
  grid[size - 8][8] = true;
}

function writeVersion(grid, size, version) {
  let check = version;
  for (let step = 0; step < 12; step += 1) check = (check << 1) ^ ((check >> 11) * 0x1f25);
  const bits = (version << 12) | check;
  for (let index = 0; index < 18; index += 1) {
    const [far, near] = [size - 11 + (index % 3), Math.floor(index / 3)];
    grid[near][far] = grid[far][near] = ((bits >> index) & 1) === 1;
  }
}

// Data runs in columns of two, up and down in turn from the right, around the timing column.
function fill(grid, words) {
  const { length: size } = grid;
  let place = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right -= 1;
    const isUpward = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step += 1) {
      const y = isUpward ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (grid[y][x] !== null) continue;
        const bit = ((words[place >> 3] ?? 0) >> (7 - (place & 7))) & 1;
        grid[y][x] = (bit ^ ((x + y + 1) & 1)) === 1;
        place += 1;
      }
    }
  }
}
