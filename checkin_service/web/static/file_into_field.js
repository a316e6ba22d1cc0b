// A chosen file is read into the field beside it: one sees what is sent before it is sent.

for (const chooser of document.querySelectorAll("input[type=file][data-into]")) {
  chooser.addEventListener("change", () => read(chooser));
  read(chooser); // Somebody may have been quicker than this script.
}

async function read(chooser) {
  const [file] = chooser.files;
  if (file) document.getElementById(chooser.dataset.into).value = decoded(await file.arrayBuffer());
}

// Table programs in China save UTF-8 or GB 18030; what is not the one is the other.
function decoded(content) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return new TextDecoder("gb18030").decode(content);
  }
}
