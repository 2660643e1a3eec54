// Makes complete pages quicker to use; nothing here is needed to read them.
(function () {
  "use strict";

  function each(selector, within, action) {
    Array.prototype.forEach.call(within.querySelectorAll(selector), action);
  }

  // A choice of month shows at once; without this script its button does.
  function autoSubmit(form) {
    form.addEventListener("change", function () {
      form.requestSubmit();
    });
    each("button", form, function (button) {
      button.hidden = true;
    });
  }

  // Map: one tab stop, arrow keys go to the nearest state in that direction, Enter opens it.
  function centre(link) {
    const box = link.getBoundingClientRect();
    return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  }

  const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  function neighbour(links, current, direction) {
    const from = centre(current);
    let best = null;
    let least = Infinity;
    links.forEach(function (link) {
      if (link === current) return;
      const to = centre(link);
      const along = (to.x - from.x) * direction[0] + (to.y - from.y) * direction[1];
      const aside = Math.abs((to.x - from.x) * direction[1]) + Math.abs((to.y - from.y) * direction[0]);
      if (along <= 1) return;
      const cost = along + 2 * aside;
      if (cost < least) {
        least = cost;
        best = link;
      }
    });
    return best;
  }

  function keyboardMap(figure) {
    const links = Array.from(figure.querySelectorAll("svg a"));
    if (!links.length) return;
    let current = links[0];
    function choose(link, focus) {
      current.setAttribute("tabindex", "-1");
      current = link;
      current.setAttribute("tabindex", "0");
      if (focus) current.focus({ preventScroll: true });
    }
    links.forEach(function (link) {
      link.setAttribute("tabindex", "-1");
    });
    choose(current, false);
    figure.addEventListener("focusin", function (event) {
      const link = event.target.closest("a");
      if (link && links.includes(link)) choose(link, false);
    });
    figure.addEventListener("keydown", function (event) {
      const direction = DIRECTIONS[event.key];
      if (!direction) return;
      const next = neighbour(links, current, direction);
      event.preventDefault();
      if (next) choose(next, true);
    });
    popup(figure);
  }

  // The title of a shape, shown where the pointer or the focus is.
  function popup(figure) {
    const box = document.createElement("div");
    box.className = "popup";
    box.hidden = true;
    box.setAttribute("aria-hidden", "true");
    figure.appendChild(box);
    each("svg a", figure, function (link) {
      const title = link.querySelector("title");
      if (!title) return;
      link.dataset.words = title.textContent;
      link.setAttribute("aria-label", title.textContent);
      title.remove();
    });
    function show(link, x, y) {
      box.textContent = link.dataset.words || "";
      box.hidden = !box.textContent;
      const left = Math.min(x + 14, window.innerWidth - box.offsetWidth - 8);
      box.style.left = Math.max(8, left) + "px";
      box.style.top = Math.max(8, y - box.offsetHeight - 12) + "px";
    }
    figure.addEventListener("pointermove", function (event) {
      const link = event.target.closest("svg a");
      if (link) show(link, event.clientX, event.clientY);
      else box.hidden = true;
    });
    figure.addEventListener("pointerleave", function () {
      box.hidden = true;
    });
    figure.addEventListener("focusin", function (event) {
      const link = event.target.closest("svg a");
      if (link && link.matches(":focus-visible")) show(link, centre(link).x, centre(link).y);
    });
    figure.addEventListener("focusout", function () {
      box.hidden = true;
    });
  }

  function begin(within) {
    each("form[data-auto]", within, autoSubmit);
    each("[data-map]", within, keyboardMap);
  }

  // After a fragment has been exchanged: say the new headline, give the focus back, keep the title true.
  let focused = "";
  document.addEventListener("htmx:before:request", function () {
    focused = document.activeElement ? document.activeElement.id : "";
    const page = document.getElementById("page");
    if (page) page.setAttribute("aria-busy", "true");
  });
  document.addEventListener("htmx:after:swap", function () {
    const page = document.getElementById("page");
    if (!page) return;
    page.removeAttribute("aria-busy");
    begin(page);
    const headline = page.querySelector(".headline") || page.querySelector("h1");
    const spoken = document.getElementById("spoken");
    if (headline && spoken) spoken.textContent = headline.textContent;
    const again = focused && document.getElementById(focused);
    if (again) again.focus({ preventScroll: true });
  });
  document.addEventListener("htmx:error", function () {
    const page = document.getElementById("page");
    if (page) page.removeAttribute("aria-busy");
  });

  begin(document);
})();
