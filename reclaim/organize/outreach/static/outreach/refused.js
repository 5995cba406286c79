// Lists the talks the server did not take, each with the reason, until somebody removes it.
for (const list of document.querySelectorAll("[data-refused]")) {
  const key = `reclaim.talks.${document.querySelector("[data-sync]").dataset.user}`;
  const line = document.querySelector("[data-refused-line]");
  const kept = () => JSON.parse(localStorage.getItem(key) || "[]");

  const remove = (number) => {
    const others = kept().filter((talk) => talk.client_id !== number);
    localStorage.setItem(key, JSON.stringify(others));
    show();
  };

  const show = () => {
    const refused = kept().filter((talk) => talk.reason);
    list.hidden = refused.length === 0;
    list.replaceChildren(...refused.map(({ who, reason, client_id: number }) => {
      const shown = line.content.cloneNode(true);
      const words = list.dataset.refused.replace("{who}", who).replace("{reason}", reason);
      shown.querySelector("span").textContent = words;
      shown.querySelector("button").addEventListener("click", () => remove(number));
      return shown;
    }));
  };

  document.addEventListener("talks:sent", show);
  show();
}
