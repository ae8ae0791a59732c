"use strict";
// Says when there is more to be read than this page shows. Pages do without it.
(() => {
  const news = document.getElementById("news");
  if (!news) return;
  let tag = "", missed = 0;

  function say(text, leads) {
    if (news.dataset.said === text) return;
    news.dataset.said = text;
    const line = document.createElement("p");
    line.append(text + " ");
    if (leads) {
      const link = document.createElement("a");
      link.href = location.href;
      link.textContent = news.dataset.more;
      line.append(link);
    }
    news.replaceChildren(line);
  }

  async function ask() {
    if (document.hidden) return;
    try {
      const answer = await fetch(news.dataset.live, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
      missed = 0;
      if (answer.status !== 200) return;
      tag = answer.headers.get("ETag") || "";
      const { said } = await answer.json();
      if (said && news.dataset.follow === "yes") location.reload();
      else if (said) say(said, true);
      else news.replaceChildren(), delete news.dataset.said;
    } catch {
      missed += 1;
      if (missed === 3) say(news.dataset.lost, false);
    }
  }

  setInterval(ask, 4000);
})();
