/* Follows a page's stream of revisions and fetches what it shows; whatever breaks, it comes back by itself. */

const SILENCE = 40_000;  // milliseconds; the server says something every 15 s
const AGAIN = 2_000;
const PATIENCE = 8_000;

/** Calls `refresh` after every revision that the stream at `address` tells; `tell(reached)` after each try.
    Gives a function that looks at once. */
export function follow(address, refresh, tell) {
  let source, watchdog, reopening, retrying;
  let wanted = false, busy = false;

  async function look() {
    clearTimeout(retrying);
    wanted = true;
    if (busy) return;
    busy = true;
    try {
      while (wanted) {
        wanted = false;
        await refresh();
      }
      tell(true);
    } catch {
      tell(false);
      retrying = setTimeout(look, AGAIN);
    } finally {
      busy = false;
    }
  }

  function heard() {
    clearTimeout(watchdog);
    watchdog = setTimeout(open, SILENCE);
  }

  function open() {
    clearTimeout(reopening);
    source?.close();
    source = new EventSource(address);
    source.onmessage = () => { heard(); look(); };
    source.onerror = () => {
      look();  // tells by its own success whether anything is lost: where streams are all taken, this is the news
      if (source.readyState === EventSource.CLOSED) reopening = setTimeout(open, AGAIN + 1000 * Math.random());
    };
    heard();
  }

  addEventListener("offline", () => tell(false));
  addEventListener("online", open);
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => { if (event.persisted) open(); });
  open();
  return look;
}

/** The document behind `address` and its status; throws where the server does not answer with one of `statuses`. */
export async function fetched(address, statuses, options = {}) {
  const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE), ...options });
  if (!statuses.includes(answer.status)) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { status: answer.status, page };
}

/** The markup of each part as the server last gave it, by id. */
export const known = new Map([...document.querySelectorAll("[data-part]")].map((part) => [part.id, part.outerHTML]));
