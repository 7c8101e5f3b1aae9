// Keeps a form on the server with every change. The page works without it: then "Keep it for later" does the same.
(() => {
  "use strict";
  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const said = document.getElementById(`${form.id}-kept`);
  const version = form.querySelector("input[name=version]");
  const QUIET = 800; // milliseconds without a key before what was typed is kept
  const AGAIN = 5000; // milliseconds after which a lost connection is tried again
  const PATIENCE = 15000; // milliseconds for one answer
  let timer = 0;
  let sending = false;
  let changed = false;
  let leaving = false;
  let lost = false; // whether the last try found no line
  let out = false; // whether the last try met nobody signed in

  const tell = (words) => { if (said.textContent !== words) said.textContent = words; };
  const now = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(keep, wait); };

  // After signing in again in another tab this page's token is an old one: read a new one from the same page.
  const renewToken = async () => {
    const answer = await fetch(window.location.href, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(`#${form.id} input[name=csrfmiddlewaretoken]`);
    const own = form.querySelector("input[name=csrfmiddlewaretoken]");
    if (!fresh || !own || fresh.value === own.value) return false;
    own.value = fresh.value;
    return true;
  };

  const post = () => fetch(form.dataset.keep, {
    method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin", redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE), keepalive: document.visibilityState === "hidden",
  });

  async function keep() {
    clearTimeout(timer);
    timer = 0;
    if (sending || !changed || leaving) return;
    sending = true;
    changed = false;
    let again = QUIET;
    try {
      let answer = await post();
      const known = answer.status === 403 && await renewToken();
      if (known) answer = await post();
      lost = false;
      out = answer.type === "opaqueredirect" || (answer.status === 403 && !known);
      if (answer.status === 204) {
        version.value = answer.headers.get("X-Draft-Version") || version.value;
        tell(`Kept on the server at ${now()}.`);
      } else if (out) {
        changed = true;
        again = AGAIN;
        tell("You have been signed out. Leave this page open, sign in again in another tab, and go on here: nothing is lost.");
      } else if (answer.status === 403) {
        tell("You may not keep this any more. What you type now is not kept.");
      } else if (answer.status === 404) {
        tell("This was sent or thrown away elsewhere. What you type now is not kept.");
      } else if (answer.status === 409) {
        tell("You have kept something newer of this in another window. What you type here is not kept until you press a button below.");
      } else if (answer.status === 413) {
        tell("This is too long to be kept. Shorten it.");
      } else {
        throw new Error("not kept");
      }
    } catch {
      changed = true;
      again = AGAIN;
      lost = true;
      tell("Not kept yet: there is no connection. Leave this page open; it is tried again every few seconds.");
    } finally {
      sending = false;
      if (changed && !timer) later(again);
    }
  }

  form.addEventListener("input", () => { changed = true; later(QUIET); });
  form.addEventListener("submit", (event) => {
    if (lost || !navigator.onLine) {
      // Sent now, it would end on the browser's own page, and the words with it.
      event.preventDefault();
      tell("There is no connection, so nothing was sent. Leave this page open and press again when the line is back: nothing is lost.");
      changed = true;
      later(0);
      return;
    }
    if (out) {
      // Words that were just kept go faster than those that a page hands back: wait for the next try to find somebody.
      event.preventDefault();
      tell("You are signed out, so nothing was sent. Leave this page open, sign in again in another tab, and press again here: nothing is lost.");
      changed = true;
      later(0);
      return;
    }
    leaving = true;
  });
  // Back from the next page, or a press that found no line: the form is here and goes on being kept.
  window.addEventListener("pageshow", () => { leaving = false; if (changed) later(QUIET); });
  window.addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") later(0); });
  window.addEventListener("beforeunload", (event) => { if (changed && !leaving) event.preventDefault(); });
})();
