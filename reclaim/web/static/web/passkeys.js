// allauth tells of a passkey that was refused or never shown only on the console; people read pages.
document.addEventListener("allauth.error", () => {
  const notice = document.querySelector("[data-passkey-failed]");
  document.querySelector("main h1")?.after(notice);
  notice.hidden = false;
});
