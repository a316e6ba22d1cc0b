// A plan is shown as soon as it is chosen; a click on it fills in the point whose turn it is. Without this script, or
// without a pointer, the same fields are typed.

const file = document.getElementById("field-file");
const picture = document.getElementById("ground-picture");
const points = [...document.querySelectorAll("[data-point]")];
let turn = 0;

file.addEventListener("change", show);
picture.addEventListener("click", pin);
for (const [number, point] of points.entries()) {
  point.addEventListener("focusin", () => (turn = number));
  point.addEventListener("input", () => mark(point));
}
show();

function show() {
  const [chosen] = file.files;
  document.getElementById("ground").hidden = !chosen;
  if (!chosen) return;
  URL.revokeObjectURL(picture.src);
  picture.src = URL.createObjectURL(chosen);
  points.forEach(mark);
}

function pin(event) {
  const box = picture.getBoundingClientRect();
  const point = points[turn];
  part(point, "right").value = percent((event.clientX - box.left) / box.width);
  part(point, "down").value = percent((event.clientY - box.top) / box.height);
  mark(point);
  turn = (turn + 1) % points.length;
}

function mark(point) {
  const sign = document.getElementById(`mark-${point.dataset.point}`);
  const [right, down] = ["right", "down"].map((name) => part(point, name).value);
  sign.hidden = !right || !down;
  sign.style.left = `${right}%`;
  sign.style.top = `${down}%`;
}

function part(point, name) {
  return document.getElementById(`field-${point.dataset.point}_${name}`);
}

function percent(share) {
  return (Math.min(1, Math.max(0, share)) * 100).toFixed(2);
}
