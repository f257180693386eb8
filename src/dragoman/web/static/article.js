// Lights up the words of a card and the cards of a word; j and k go from card to card.
const root = document.getElementById("article");
const cards = [...root.querySelectorAll("[data-card]")];
const byId = new Map(cards.map((card) => [card.dataset.card, card]));
const words = new Map(cards.map((card) => [card.dataset.card, []]));
const owners = (word) => word.dataset.m.split(" ").map((key) => {
  const at = key.lastIndexOf(":");
  return { id: key.slice(0, at), role: key.slice(at + 1) };
});
for (const word of root.querySelectorAll("[data-m]")) {
  for (const owner of owners(word)) words.get(owner.id)?.push({ word, role: owner.role });
}
let kept = null;
let lit = [];

function light(ids) {
  for (const element of lit) delete element.dataset.lit;
  lit = [];
  for (const id of ids) {
    const card = byId.get(id);
    if (!card) continue;
    card.dataset.lit = "yes";
    lit.push(card);
    for (const { word, role } of words.get(id)) {
      const now = word.dataset.lit;
      if (!now || now === "content" || role === "trigger") word.dataset.lit = role;
      lit.push(word);
    }
  }
}
const rest = () => light(kept === null ? [] : [kept]);
function ofWord(word) {
  const all = owners(word);
  const near = all.filter((owner) => owner.role !== "content");
  return (near.length ? near : all).map((owner) => owner.id);
}
root.addEventListener("mouseover", (event) => {
  const card = event.target.closest("[data-card]");
  const word = event.target.closest("[data-m]");
  if (card) light([card.dataset.card]);
  else if (word) light(ofWord(word));
  else rest();
});
root.addEventListener("mouseleave", rest);
root.addEventListener("focusin", (event) => {
  const card = event.target.closest("[data-card]");
  const word = event.target.closest("[data-m]");
  if (card) kept = card.dataset.card;
  else if (word) {
    const from = event.relatedTarget?.dataset?.card; // a card that led here stays the one that is lit
    kept = owners(word).some((owner) => owner.id === from) ? from : ofWord(word)[0];
  }
  rest();
});
root.addEventListener("focusout", (event) => {
  if (event.relatedTarget && root.contains(event.relatedTarget)) return;
  kept = null;
  rest();
});
root.addEventListener("click", (event) => {
  const word = event.target.closest("[data-m]");
  if (!word) return;
  const card = byId.get(ofWord(word)[0]);
  if (!card) return;
  event.preventDefault();
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
});
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input, select, textarea")) return;
  const shown = cards.filter((card) => card.offsetParent !== null);
  const at = shown.findIndex((card) => card.dataset.card === kept);
  let to = null;
  if (event.key === "j") to = shown[Math.min(at + 1, shown.length - 1)];
  else if (event.key === "k") to = shown[Math.max(at - 1, 0)];
  else if (event.key === "Enter" && event.target.matches("[data-card]")) {
    to = document.getElementById(`words-${kept}`);
    if (to && !to.matches("a")) to.tabIndex = -1;
  } else if (event.key === "Escape" && event.target.matches("[data-m]") && kept !== null) to = byId.get(kept);
  if (!to) return;
  event.preventDefault();
  to.focus({ preventScroll: true });
  to.scrollIntoView({ block: "nearest" });
});
function fromAddress() {
  const card = document.getElementById(location.hash.slice(1));
  if (card?.dataset.card) {
    card.focus({ preventScroll: true });
    const first = document.getElementById(`words-${card.dataset.card}`);
    (first ?? card).scrollIntoView({ block: "center" });
  }
}
addEventListener("hashchange", fromAddress);
fromAddress();
