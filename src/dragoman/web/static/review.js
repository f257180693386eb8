// One key a decision: a accepts, x rejects, s skips, u takes the last one back, e opens the fields.
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
  if (event.target.matches("input, select, textarea")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.key === "e") {
    const fix = document.getElementById("fix");
    if (!fix) return;
    event.preventDefault();
    fix.open = true;
    fix.querySelector("select")?.focus();
    return;
  }
  const button = document.querySelector(`button[data-key="${CSS.escape(event.key)}"]`);
  if (!button || button.disabled) return;
  event.preventDefault();
  button.click();
});
