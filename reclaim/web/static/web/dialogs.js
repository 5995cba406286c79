// A link with data-opens="id" opens that <dialog> in place. Without this file the link leads to
// the page that asks the same question.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-opens]");
  const dialog = link && document.getElementById(link.dataset.opens);
  if (!dialog?.showModal) return;
  event.preventDefault();
  dialog.showModal();
});
