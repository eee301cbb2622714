/* The stage screen: follows its session, and gives the question the largest type that fits. */

import { fetched, follow, known } from "./live.js";

const root = document.documentElement;
const stage = document.getElementById("stage");
const sign = document.getElementById("lost");

async function refresh() {
  const { page } = await fetched(stage.dataset.state, [200]);
  const fresh = page.getElementById("stage");
  if (fresh.dataset.look !== stage.dataset.look) return location.reload();  // the server has a newer page
  stage.dataset.scene = fresh.dataset.scene;
  stage.dataset.length = fresh.dataset.length;
  if (swap(page)) fit();
}

/** Puts the parts of `page` in place of ours where they are not as last given; tells whether any was.
    What the server escaped stays escaped: nodes move, no text is read as markup. */
function swap(page) {
  let changed = false;
  for (const fresh of page.querySelectorAll("[data-part]")) {
    const markup = fresh.outerHTML;
    if (known.get(fresh.id) === markup) continue;
    known.set(fresh.id, markup);
    document.getElementById(fresh.id).replaceWith(document.adoptNode(fresh));
    changed = true;
  }
  return changed;
}

/** The largest size between `least` and `most` pixels at which `inner` does not stick out of `outer`. */
function largest(outer, inner, least, most) {
  const fits = (size) => {
    inner.style.fontSize = `${size}px`;
    return inner.scrollHeight <= outer.clientHeight && inner.scrollWidth <= outer.clientWidth;
  };
  let [low, high] = [least, most];
  for (let step = 0; step < 12 && high - low > 0.5; step += 1) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle; else high = middle;
  }
  fits(low);
}

function fit() {
  const unit = Math.min(innerHeight, innerWidth * 0.75) / 100;
  for (const inner of document.querySelectorAll("[data-fit]")) largest(inner.parentElement, inner, unit, 11 * unit);
  for (const list of document.querySelectorAll("[data-fill]")) fill(list);
}

/** Shows of a list as many entries as there is room for, and the number of the others. */
function fill(list) {
  const entries = [...list.children];
  const more = list.parentElement.querySelector("[data-more]");
  const count = (seen) => {
    const hidden = Number(list.dataset.fill) - seen;
    more.hidden = hidden < 1;
    more.querySelector("b").textContent = `+${hidden}`;
  };
  for (const entry of entries) entry.hidden = false;
  let seen = entries.length;
  count(seen);
  while (seen > 0 && list.scrollHeight > list.clientHeight + 1) {
    seen -= 1;
    entries[seen].hidden = true;
    count(seen);
  }
}

new ResizeObserver(fit).observe(root);
document.fonts.ready.then(fit);
follow(stage.dataset.events, refresh, (reached) => { sign.hidden = reached; });
