// Fills the form marked data-position with where the browser stands, and sends it.
// Without geolocation the form stays hidden and the postal code does the work.
for (const form of document.querySelectorAll("form[data-position]")) {
  if (!("geolocation" in navigator) || !window.isSecureContext) continue;
  form.hidden = false;
  const words = form.querySelector("[data-position-words]");
  let isFound = false;

  form.addEventListener("submit", (event) => {
    if (isFound) return;
    event.preventDefault();
    words.textContent = form.dataset.looking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.latitude.value = coords.latitude.toFixed(4);
        form.elements.longitude.value = coords.longitude.toFixed(4);
        isFound = true;
        form.requestSubmit();
      },
      () => { words.textContent = form.dataset.refused; },
      { timeout: 10000, maximumAge: 300000 },
    );
  });
}
