// The quick way out: the Esc key twice, or the button. The page is empty at once; the way back leads nowhere.
(function () {
  "use strict";
  var form = document.getElementById("leave"), pressed = 0;
  function leave(event) {
    if (event) event.preventDefault();
    var said = new URLSearchParams(new FormData(form));
    document.body.replaceChildren();
    document.title = "Today";
    fetch(form.action, { method: "POST", body: said, keepalive: true, redirect: "manual" }).catch(function () {});
    location.replace(form.dataset.to);
  }
  if (form) {
    form.addEventListener("submit", leave);
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape") { pressed = 0; return; }
      if (event.timeStamp - pressed < 1500 && pressed) leave(); else pressed = event.timeStamp;
    });
  }
  // A page that the browser kept alive is asked for again: what it held may be over.
  window.addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });
})();
