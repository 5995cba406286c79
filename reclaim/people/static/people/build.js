// Keeps the place of whoever works by keyboard when the builder changes in place: where a step
// leads to a heading, that gets the focus; where the link or button that was pressed is gone, the
// lines do, or the heading above a new one. Without this file each step is a page of its own.
document.addEventListener("htmx:afterSettle", (event) => {
  const build = document.getElementById("build");
  const asked = document.getElementById(event.detail.pathInfo?.anchor || "");
  const isLost = !build.contains(document.activeElement);
  const place = asked || build.querySelector("[role=region]") || document.getElementById("add");
  if (asked || isLost) place.focus();
});
