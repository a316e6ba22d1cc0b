// A small plan of the place and where this phone is, before anything is sent; it judges nothing, the service does.

import { text } from "./views.js";

const NAMESPACE = "http://www.w3.org/2000/svg";
const WIDTH = 330;
const HEIGHT = 170;
const MARGIN = 14;
const DEGREE_M = 111_320;
const FAR_M = 1_000;
const COARSE_M = 60;
const POINTS = 400;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));
// What a day from before the service told its own.
const USUAL = { inside_at: 0.95, accuracy_cap_m: 500, believed_at_most: 0.68 };

// The plan; `fix` is a browser's coords, or nothing yet.
export function drawn(place, fix) {
  const here = fix && around(place, fix);
  const reach = reachOf(place, here);
  const scale = (HEIGHT / 2 - MARGIN) / reach;
  const at = ([east, north]) => [WIDTH / 2 + east * scale, HEIGHT / 2 - north * scale];
  const svg = made("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "site-plan", role: "img" });
  svg.setAttribute("aria-label", place.site_name);
  const path = place.rings_m.map((ring) => `M${ring.map((corner) => at(corner).join(" ")).join("L")}Z`).join("");
  if (path) svg.append(made("path", { d: path, class: "plan-fence", "fill-rule": "evenodd" }));
  if (place.radius_m) svg.append(made("circle", { cx: WIDTH / 2, cy: HEIGHT / 2, r: place.radius_m * scale, class: "plan-fence" }));
  if (here) {
    const [x, y] = at([here.east, here.north]);
    const error = Math.min(here.accuracy * scale, WIDTH);
    svg.append(made("circle", { cx: x, cy: y, r: error, class: "plan-error" }));
    svg.append(made("circle", { cx: x, cy: y, r: 7, class: "plan-me" }));
  }
  svg.append(...bar(scale));
  return svg;
}

// Where the fix lies, in words: what the person sees before pressing. Inside is said of what the rules take as inside.
export function said(place, fix, rule = USUAL) {
  const here = around(place, fix);
  const error = Math.round(here.accuracy);
  if (here.accuracy <= (rule.accuracy_cap_m ?? Infinity) && shareInside(place, here, rule) >= rule.inside_at) {
    return { kind: "pass", words: text("phone.here.inside", { error }) };
  }
  const metres = isInside(place, here) ? 0 : Math.round(Math.max(0, Math.hypot(here.east, here.north) - (place.radius_m ?? 0)));
  if (metres <= here.accuracy && here.accuracy > COARSE_M) return { kind: "doubt", words: text("phone.here.near", { error }) };
  if (metres <= here.accuracy) return { kind: "doubt", words: text("phone.here.edge", { error }) };
  if (metres < FAR_M) return { kind: "fail", words: text("phone.here.outside", { metres }) };
  return { kind: "fail", words: text("phone.here.far", { kilometres: (metres / FAR_M).toFixed(1) }) };
}

function around(place, { longitude, latitude, accuracy }) {
  const east = (longitude - place.longitude) * DEGREE_M * Math.cos((place.latitude * Math.PI) / 180);
  return { east, north: (latitude - place.latitude) * DEGREE_M, accuracy };
}

// The part of the error that falls on the grounds: the fix as a normal distribution, in points of equal weight.
function shareInside(place, { east, north, accuracy }, { believed_at_most }) {
  const sigma = accuracy / Math.sqrt(-2 * Math.log(1 - believed_at_most));
  let inside = 0;
  for (let number = 0; number < POINTS; number += 1) {
    const away = sigma * Math.sqrt(-2 * Math.log(1 - (number + 0.5) / POINTS));
    const turn = number * GOLDEN;
    inside += isInside(place, { east: east + away * Math.cos(turn), north: north + away * Math.sin(turn) });
  }
  return inside / POINTS;
}

function isInside(place, { east, north }) {
  if (place.radius_m && Math.hypot(east, north) <= place.radius_m) return true;
  return place.rings_m.filter((ring) => crosses(ring, east, north)).length % 2 === 1;
}

// Whether a ray to the east crosses a ring an odd number of times.
function crosses(ring, east, north) {
  let inside = false;
  ring.forEach(([x, y], index) => {
    const [u, v] = ring.at(index - 1);
    if (y > north !== v > north && east < ((u - x) * (north - y)) / (v - y) + x) inside = !inside;
  });
  return inside;
}

function reachOf(place, here) {
  const corners = place.rings_m.flat().map(([east, north]) => Math.max(Math.abs(east), Math.abs(north)));
  const away = here ? Math.max(Math.abs(here.north), (Math.abs(here.east) * HEIGHT) / WIDTH) : 0;
  return Math.max(place.radius_m ?? 0, ...corners, away) * 1.1 || FAR_M;
}

function bar(scale) {
  const most = WIDTH / 4 / scale;
  const power = 10 ** Math.floor(Math.log10(most));
  const length = power * [5, 2, 1].find((step) => step * power <= most);
  const end = MARGIN + length * scale;
  const label = made("text", { x: MARGIN, y: HEIGHT - 18, class: "plan-words" });
  label.textContent = length >= FAR_M ? `${length / FAR_M} km` : text("phone.here.metres", { length });
  return [made("path", { d: `M${MARGIN} ${HEIGHT - 13}v5H${end}v-5`, class: "plan-bar" }), label];
}

function made(name, attributes) {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
