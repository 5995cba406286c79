// Offer the phone's own position, where it knows one. The postal code works without.
for (const button of document.querySelectorAll("[data-position]")) {
  if (!navigator.geolocation || !window.isSecureContext) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const { elements } = button.form;
    button.disabled = true;
    button.textContent = button.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        // A hundred metres is close enough to find a district, and tells less.
        elements.latitude.value = coords.latitude.toFixed(3);
        elements.longitude.value = coords.longitude.toFixed(3);
        elements.postal_code.value = "";
        button.form.submit();
      },
      () => { button.textContent = button.dataset.failed; },
      { timeout: 10000, maximumAge: 600000 },
    );
  });
}
