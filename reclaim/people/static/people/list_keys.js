// More keys of a list of people: a range is ticked with Shift (X, or a click on a box), n and p turn
// the page, f opens the filters, ? says which keys there are. Letters can be switched off there, as
// some speak to their computer: that stays so in this browser. Without this file, Tab does it all.
const people = document.querySelector("[data-list]");
const help = document.querySelector("[data-keys]");
const filters = document.querySelector(".filters details");
const letters = document.querySelector("[data-letters]");
let last = null; // the box ticked last, from which a range begins
let from = null; // where somebody was when they asked for help

const boxes = () => [...people.querySelectorAll("input[name=person]")];

function tickRange(box) {
  const [start, end] = [last ?? box, box].map((one) => boxes().indexOf(one)).sort((a, b) => a - b);
  for (const one of boxes().slice(start, end + 1)) one.checked = true;
  last = box;
  people.dispatchEvent(new Event("change"));
}

function openHelp() {
  help.open = !help.open;
  if (help.open) {
    from = document.activeElement;
    help.querySelector("summary").focus();
  } else {
    document.activeElement.blur();
    from?.focus(); // back to where they were
  }
}

const does = {
  n: () => document.querySelector(".pages a[rel=next]")?.click(),
  p: () => document.querySelector(".pages a[rel=prev]")?.click(),
  f: () => {
    filters.open = true;
    filters.querySelector("select").focus();
  },
  "?": openHelp,
  X: () => {
    const row = document.activeElement.closest("[data-list] tbody tr");
    if (row) tickRange(row.querySelector("input[name=person]"));
  },
};
if (people) {
  help.hidden = false;
  letters.checked = localStorage.letters !== "off";
  letters.addEventListener("change", () => (localStorage.letters = letters.checked ? "on" : "off"));
  people.addEventListener("click", (event) => {
    if (event.target.name !== "person") return;
    if (event.shiftKey && event.target.checked) tickRange(event.target);
    last = event.target;
  });
  document.addEventListener("keydown", (event) => {
    const isOurs = event.target.closest("[data-keys] summary") || !isTyping(event);
    if (!isOurs || !letters.checked || !(event.key in does)) return;
    event.preventDefault();
    does[event.key]();
  });
}
