(function () {
  "use strict";
  // Lights up the words of a card and the cards of a word; arrow keys go from card to card, Enter goes to
  // the words in the text and Escape (or Enter) back.
  function start(root) {
    if (root.dataset.ready) return;
    root.dataset.ready = "yes";
    var cards = Array.from(root.querySelectorAll("[data-card]"));
    var words = cards.map(function () { return []; });
    root.querySelectorAll("[data-m]").forEach(function (word) {
      owners(word).forEach(function (owner) { words[owner.card].push({ word: word, role: owner.role }); });
    });
    var kept = null; // the card that stays lit when the pointer is elsewhere
    var calm = window.matchMedia && window.matchMedia("(prefers-reduced-motion: reduce)").matches;

    function owners(word) {
      return word.dataset.m.split(" ").map(function (key) {
        var parts = key.split(":");
        return { card: Number(parts[0]), role: parts[1] };
      });
    }
    function ofWord(word) {
      var all = owners(word);
      var near = all.filter(function (owner) { return owner.role !== "content"; });
      return (near.length ? near : all).map(function (owner) { return owner.card; });
    }
    function light(numbers) {
      root.querySelectorAll("[data-lit]").forEach(function (lit) { delete lit.dataset.lit; });
      numbers.forEach(function (number) {
        cards[number].dataset.lit = "yes";
        words[number].forEach(function (each) {
          var now = each.word.dataset.lit;
          if (!now || now === "content" || each.role === "trigger") each.word.dataset.lit = each.role;
        });
      });
    }
    function rest() { light(kept === null ? [] : [kept]); }
    function show(element) {
      element.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    }
    function first(number) {
      var found = words[number].find(function (each) { return each.role === "trigger"; }) ||
        words[number].find(function (each) { return each.role === "content"; }) || words[number][0];
      return found && found.word;
    }
    function rove(card) {
      cards.forEach(function (other) { other.tabIndex = other === card ? 0 : -1; });
    }

    if (cards.length) rove(cards[0]);
    root.addEventListener("mouseover", function (event) {
      var card = event.target.closest("[data-card]");
      var word = event.target.closest("[data-m]");
      if (card) light([cards.indexOf(card)]);
      else if (word) light(ofWord(word));
      else rest();
    });
    root.addEventListener("mouseleave", rest);
    root.addEventListener("focusin", function (event) {
      var card = event.target.closest("[data-card]");
      if (!card) return;
      kept = cards.indexOf(card);
      rove(card);
      rest();
    });
    root.addEventListener("focusout", function (event) {
      if (event.relatedTarget && root.contains(event.relatedTarget)) return;
      kept = null;
      rest();
    });
    root.addEventListener("click", function (event) {
      if (event.target.closest("a, summary")) return;
      var card = event.target.closest("[data-card]");
      var word = event.target.closest("[data-m]");
      if (card) {
        var target = first(cards.indexOf(card));
        if (target) show(target);
      } else if (word) {
        var owner = cards[ofWord(word)[0]];
        owner.focus({ preventScroll: true });
        show(owner);
      }
    });
    root.addEventListener("keydown", function (event) {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      var at = cards.indexOf(event.target);
      var to = null;
      if (at >= 0) {
        if (event.key === "ArrowDown" || event.key === "ArrowRight") to = cards[Math.min(at + 1, cards.length - 1)];
        else if (event.key === "ArrowUp" || event.key === "ArrowLeft") to = cards[Math.max(at - 1, 0)];
        else if (event.key === "Home") to = cards[0];
        else if (event.key === "End") to = cards[cards.length - 1];
        else if (event.key === "Enter") {
          to = first(at);
          if (to) to.tabIndex = -1;
        }
      } else if (event.target.dataset.m && kept !== null && (event.key === "Escape" || event.key === "Enter")) {
        to = cards[kept];
      }
      if (!to) return;
      event.preventDefault();
      to.focus({ preventScroll: true });
      show(to);
    });
  }
  document.querySelectorAll(".dg-article").forEach(start);
})();
