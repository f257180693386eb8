// Small comforts on top of pages that work without them.
for (const button of document.querySelectorAll(".js-copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = button.parentElement.querySelector("pre").textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(button.parentElement.querySelector("pre"));
      button.textContent = "Press Ctrl+C";
    }
  });
}
// The view that is shown is seen where the list of views is wider than the screen.
const here = document.querySelector(".top [aria-current]");
if (here) here.parentElement.parentElement.parentElement.scrollLeft = Math.max(0, here.offsetLeft - 40);
// A time is told in the reader's own zone, and which one that is; a day has no zone, and stays as it is.
const clock = new Intl.DateTimeFormat(undefined, {
  year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short",
});
for (const time of document.querySelectorAll("time[datetime*=T]")) {
  const when = new Date(time.dateTime);
  if (!Number.isNaN(when.getTime())) {
    time.title = time.textContent;
    time.textContent = clock.format(when);
  }
}
