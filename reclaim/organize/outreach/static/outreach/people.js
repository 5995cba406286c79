// Puts the next person of the list on the page, so that a whole list works without network.
for (const form of document.querySelectorAll("form[data-talk]")) {
  const people = [...document.querySelectorAll("[data-people] > li")];
  const finished = document.querySelector("[data-finished]");

  const fill = (words) => {
    for (const place of form.querySelectorAll("[data-fill]")) {
      place.textContent = words[place.dataset.fill];
      place.hidden = !place.textContent;
      if (place.dataset.fill === "phone") place.href = `tel:${words.phone}`;
    }
  };

  form.addEventListener("talk:kept", () => {
    const next = people.shift();
    if (!next) {
      form.after(form.querySelector(".sync"));
      form.hidden = true;
      finished.hidden = false;
      finished.querySelector("h1").focus();
      return;
    }
    form.reset();
    form.querySelectorAll(".errorlist").forEach((list) => list.remove());
    form.action = next.dataset.url;
    form.elements.entry.value = next.dataset.entry;
    form.elements.client_id.value = next.dataset.number;
    form.elements.who.value = next.dataset.who;
    fill(next.dataset);
    history.replaceState(null, "", next.dataset.url);
    form.dispatchEvent(new CustomEvent("talk:begin"));
  });
}
