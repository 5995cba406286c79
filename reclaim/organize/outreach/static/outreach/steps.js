// Walks through the questions of one talk without loading a page. Without this file the server
// shows one question after the other. A finished talk is announced as "talk:done"; unless
// somebody takes it, the form is sent as usual.
for (const form of document.querySelectorAll("form[data-talk]")) {
  const parts = form.querySelectorAll("[data-step]");
  const isUnreached = () => form.elements.stand.value === "none";

  const show = (step) => {
    form.elements.step.value = step;
    for (const part of parts) {
      const own = Number(part.dataset.step);
      part.hidden = own !== step;
      if (part.matches("fieldset")) part.disabled = own > step || (own === 2 && isUnreached());
    }
    window.scrollTo(0, 0);
    form.querySelector(`fieldset[data-step="${step}"] h1`).focus();
  };

  form.addEventListener("submit", (event) => {
    const step = Number(form.elements.step.value);
    const isBack = event.submitter?.name === "back";
    if (step === 3 && !isBack) {
      const done = new CustomEvent("talk:done", { cancelable: true });
      if (!form.dispatchEvent(done)) event.preventDefault();
      return;
    }
    event.preventDefault();
    const stride = isUnreached() ? 2 : 1;
    show(isBack ? step - stride : step + stride);
  });

  form.addEventListener("change", () => {
    form.elements.on.required = form.elements.when.value === "on";
  });
  form.addEventListener("talk:begin", () => show(1));
}
