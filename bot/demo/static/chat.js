// Whoever sends something wants to see the answer: go to the latest message, where simcord then stays.
const toLatest = () => {
  const timeline = document.getElementById("channel-timeline");
  timeline.scrollTop = timeline.scrollHeight;
};
const composer = document.getElementById("channel-composer");
composer.addEventListener("submit", toLatest, true);
composer.addEventListener("keydown", (event) => event.key === "Enter" && toLatest(), true);
