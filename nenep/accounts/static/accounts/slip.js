// The QR carries the code in the fragment, which no server sees; take it out of the address too.
"use strict";

(() => {
  const field = document.getElementById("id_code");
  const code = decodeURIComponent(location.hash.slice(1));
  if (!field || !code || code === "noi-dung") return;
  field.value = code;
  history.replaceState(null, "", location.pathname);
})();
