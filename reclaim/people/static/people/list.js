// Moves through a list of people by keyboard: j and k (or the arrows) go on and back, Enter opens
// the person, as it does on any link, x ticks them, "/" goes to the search field; list_keys.js has
// the rest. Without this file, Tab does. How many are ticked is said beside the choice, which they
// then stand for.
const list = document.querySelector("[data-list]");
const chosen = document.querySelector("[data-chosen]");
const steps = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

function isTyping(event) {
  const typed = event.target.closest("input:not([type=checkbox]), select, textarea, summary");
  const isOff = event.key.length === 1 && document.querySelector("[data-letters]:not(:checked)");
  return typed || isOff || event.ctrlKey || event.metaKey || event.altKey;
}

function go(step) {
  const links = [...list.querySelectorAll("tbody tr > td > a")];
  const here = document.activeElement.closest("tr")?.querySelector("td > a");
  const next = links[here ? links.indexOf(here) + step : 0];
  next?.focus();
  return Boolean(next);
}

function tick(row) {
  const box = row?.querySelector("input[name=person]");
  box?.click();
  return Boolean(box);
}

function count() {
  const ticked = list.querySelectorAll("input[name=person]:checked").length;
  chosen.querySelector("[data-ticked]").value = ticked ? ` (${ticked})` : "";
  chosen.classList.toggle("is-begun", ticked > 0);
  if (ticked) chosen.elements.who.value = "ticked";
}

list?.addEventListener("change", count);
if (list) count(); // the browser may have kept what was ticked

document.addEventListener("keydown", (event) => {
  if (isTyping(event)) return;
  if (event.key === "/") {
    document.querySelector("input[type=search]").focus();
    event.preventDefault();
  } else if (event.key === "x" && tick(document.activeElement.closest("[data-list] tr"))) {
    event.preventDefault();
  } else if (list && steps[event.key] && go(steps[event.key])) {
    event.preventDefault();
  }
});
