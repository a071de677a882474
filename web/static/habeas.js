// Nicer, never necessary: "/" goes to the box, n and p from hit to hit, "citar" copies, long lists can be narrowed, facets fold on a phone.
"use strict";
(() => {
  const typing = (target) => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  let hit = 0;
  const total = Number(document.querySelector("[data-hits]")?.dataset.hits || 0);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "/") {
      const box = document.getElementById("q");
      if (box) { event.preventDefault(); box.focus(); box.select(); }
    } else if (total && (event.key === "n" || event.key === "p")) {
      hit = event.key === "n" ? (hit % total) + 1 : hit <= 1 ? total : hit - 1;
      document.getElementById(`hit-${hit}`)?.scrollIntoView({ block: "center" });
    }
  });
  document.querySelectorAll("details.cite").forEach((details) => {
    details.addEventListener("toggle", () => {
      if (details.open && navigator.clipboard) {
        const code = details.querySelector("code");
        const [cite, place] = code.textContent.split(" · ");
        navigator.clipboard.writeText(`${cite} · ${new URL(place, location.href)}`).catch(() => {});
      }
    });
  });
  const box = document.getElementById("q"), list = document.getElementById("sugerencias");
  let waiting = 0, asked = 0;
  if (box && list && !navigator.connection?.saveData) {
    box.addEventListener("input", (event) => {
      clearTimeout(waiting);
      const q = box.value;
      if (event.inputType === undefined || q.trim().length < 3 || q.length > 60) return;
      waiting = setTimeout(async () => {
        const mine = ++asked;
        const answer = await fetch(`/api/v1/sugerencias?q=${encodeURIComponent(q)}`).then((r) => (r.ok ? r.json() : null)).catch(() => null);
        if (!answer || mine !== asked) return;
        list.replaceChildren(...answer.sugerencias.slice(0, 8).map((one) => {
          const option = document.createElement("option");
          option.value = one.texto;
          return option;
        }));
      }, 250);
    });
  }
  const fold = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  document.getElementById("contiene")?.addEventListener("input", (event) => {
    const part = fold(event.target.value.trim());
    document.querySelectorAll(".whole li, .kinds li").forEach((line) => {
      line.hidden = !line.classList.contains("on") && !fold(line.querySelector("a").textContent).includes(part);
    });
    document.querySelectorAll(".kinds > section").forEach((kind) => { kind.hidden = !kind.querySelector("li:not([hidden])"); });
  });
  if (matchMedia("(max-width: 52rem)").matches) {
    document.querySelectorAll(".facets details[open]").forEach((facet) => { if (!facet.querySelector(".on")) facet.open = false; });
    document.querySelectorAll("details.record").forEach((record) => { record.open = false; });
  }
})();
