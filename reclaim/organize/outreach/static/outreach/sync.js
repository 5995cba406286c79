// Sends the talks kept on this phone, one after the other, and says where they are. A talk is
// removed only when the answer names it; one that is refused stays, with the reason.
for (const place of document.querySelectorAll("[data-sync]")) {
  const key = `reclaim.talks.${place.dataset.user}`;
  const kept = () => JSON.parse(localStorage.getItem(key) || "[]");
  const waiting = () => kept().filter((talk) => !talk.reason);
  let isSending = false;

  const say = (state, number) => {
    const words = place.dataset[`${state}${["None", "One"][number] ?? "Many"}`];
    place.hidden = !words;
    place.textContent = (words ?? "").replace("#", number);
  };

  const change = (number, replace) => {
    const talks = kept().flatMap((talk) => (talk.client_id === number ? replace(talk) : [talk]));
    localStorage.setItem(key, JSON.stringify(talks));
  };

  // "sent", "refused", "offline" (nobody answers) or "closed" (signed out, or an old page)
  const post = async ({ kept_at, ...talk }) => {
    const ago = Math.max(0, Math.round((Date.now() - kept_at) / 1000));
    const body = new URLSearchParams({ ...talk, ago, csrfmiddlewaretoken: place.dataset.token });
    const answer = await fetch(place.dataset.sync, { method: "POST", body, redirect: "manual" });
    if (answer.status >= 500) return "offline";
    if (!answer.headers.get("Content-Type")?.includes("json")) return "closed";
    const { kept: acknowledged, reason } = await answer.json();
    if (acknowledged === talk.client_id) change(talk.client_id, () => []);
    else change(talk.client_id, (refused) => [{ ...refused, reason }]);
    return acknowledged ? "sent" : "refused";
  };

  const send = async () => {
    if (isSending) return;
    isSending = true;
    let sent = 0;
    let state = navigator.onLine ? "sent" : "offline";
    while (waiting().length && !["offline", "closed"].includes(state)) {
      say("sending", waiting().length);
      state = await post(waiting()[0]).catch(() => "offline");
      if (state === "sent") sent += 1;
    }
    isSending = false;
    if (["offline", "closed"].includes(state)) say(state, waiting().length);
    else say("sent", sent);
    document.dispatchEvent(new CustomEvent("talks:sent"));
  };

  for (const event of ["online", "offline"]) window.addEventListener(event, send);
  document.addEventListener("talks:changed", send);
  setInterval(() => waiting().length && send(), 30000);
  send();
}
