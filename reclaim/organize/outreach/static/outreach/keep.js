// Keeps a finished talk on this phone before anything else happens to it; sync.js sends it.
// Where nothing can be kept (no storage, or full), the form is sent as if there were no script.
const KEPT = ["client_id", "entry", "who", "stand", "will_do", "when", "on", "note", "is_wrong_number"];

for (const form of document.querySelectorAll("form[data-talk]")) {
  const key = `reclaim.talks.${document.querySelector("[data-sync]").dataset.user}`;

  form.addEventListener("talk:done", (event) => {
    const said = new FormData(form);
    const talk = { kept_at: Date.now() };
    for (const name of KEPT) if (said.has(name)) talk[name] = said.get(name);
    try {
      const talks = JSON.parse(localStorage.getItem(key) || "[]");
      localStorage.setItem(key, JSON.stringify([...talks, talk]));
    } catch {
      return;
    }
    event.preventDefault();
    form.dispatchEvent(new CustomEvent("talk:kept"));
    document.dispatchEvent(new CustomEvent("talks:changed"));
  });
}
