// What stands behind the # of the link goes into its field, and out of the address and the history.
const code = location.hash.slice(1);
if (code) {
  document.getElementById("field-link").value = code;
  history.replaceState(null, "", location.pathname);
  document.getElementById("field-password").focus();
}
