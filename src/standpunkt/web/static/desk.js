// The review desk: keys that press buttons, forms that are sent without leaving the page.
// Without this script every button and form works by itself.
(function () {
  "use strict";

  const USUAL = {
    next: "j", previous: "k", accept: "a", edit: "e", reject: "r", reasons: "R", defer: "d", undo: "u", swap: "x",
    commitment: "c", polarity: "p", dispute: "g", same: "m", hand: "n", help: "?",
  };
  const STORE = "standpunkt.keys";
  const PACE = "standpunkt.pace";
  const DIGIT = /^[1-5]$/;
  let since = 0;
  let away = 0;
  let hiddenAt = 0;
  let pressed = 0;
  let isBusy = false;
  let awaitsReason = false;
  let waiting = [];

  function all(selector, within) {
    return Array.from((within || document).querySelectorAll(selector));
  }

  function one(selector, within) {
    return (within || document).querySelector(selector);
  }

  // Keys: what a reader changed stays in this browser.
  function settings() {
    try {
      return Object.assign({ off: false, map: {} }, JSON.parse(localStorage.getItem(STORE) || "{}"));
    } catch (error) {
      return { off: false, map: {} };
    }
  }

  function keep(name, value) {
    try {
      localStorage.setItem(name, JSON.stringify(value));
    } catch (error) {
      return;
    }
  }

  function keyOf(action) {
    const mine = settings().map[action];
    return mine === undefined ? USUAL[action] : mine;
  }

  function actionOf(key) {
    return Object.keys(USUAL).find(function (action) {
      return keyOf(action) === key;
    });
  }

  function labelKeys() {
    all("[data-key]").forEach(function (button) {
      const shown = one("kbd", button);
      const key = keyOf(button.dataset.key);
      if (!shown || !(button.dataset.key in USUAL)) return;
      shown.textContent = settings().off ? "" : key;
      if (key && !settings().off) button.setAttribute("aria-keyshortcuts", key);
      else button.removeAttribute("aria-keyshortcuts");
    });
  }

  function remap() {
    all("[data-bind]").forEach(function (box) {
      box.value = keyOf(box.dataset.bind);
      box.addEventListener("change", function () {
        const now = settings();
        now.map[box.dataset.bind] = box.value;
        keep(STORE, now);
        labelKeys();
      });
    });
    const off = one("[data-keys-off]");
    if (!off) return;
    off.checked = settings().off;
    off.addEventListener("change", function () {
      const now = settings();
      now.off = off.checked;
      keep(STORE, now);
      labelKeys();
    });
    one("[data-keys-reset]").addEventListener("click", function () {
      keep(STORE, { off: false, map: {} });
      off.checked = false;
      all("[data-bind]").forEach(function (box) { box.value = keyOf(box.dataset.bind); });
      labelKeys();
    });
  }

  // Time: from when a claim is shown, without the time the page is out of sight.
  function restart() {
    since = performance.now();
    away = 0;
    pressed = 0;
    awaitsReason = false;
  }

  document.addEventListener("visibilitychange", function () {
    if (document.hidden) hiddenAt = performance.now();
    else away += performance.now() - hiddenAt;
  });

  function paces() {
    try {
      return JSON.parse(sessionStorage.getItem(PACE) || "[]");
    } catch (error) {
      return [];
    }
  }

  function median(numbers) {
    const sorted = numbers.slice().sort(function (a, b) { return a - b; });
    const half = Math.floor(sorted.length / 2);
    return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  function showPace() {
    const place = one("[data-pace]");
    const known = paces();
    if (place && known.length) place.textContent = " · " + place.dataset.words.replace("{keys}", String(median(known)));
  }

  // Sending: the page is exchanged in place; a refusal or a lost server leaves every field as it is.
  function complain(text) {
    const box = one("#said");
    if (!box) return;
    box.textContent = "";
    const notice = document.createElement("div");
    notice.className = "notice bad";
    const words = document.createElement("p");
    words.textContent = text;
    notice.appendChild(words);
    box.appendChild(notice);
    box.scrollIntoView({ block: "nearest" });
  }

  function refused(text) {
    const other = new DOMParser().parseFromString(text, "text/html").getElementById("said");
    const box = one("#said");
    if (!box || !other || !other.textContent.trim()) {
      complain(one("#words") ? one("#words").dataset.lost : text.slice(0, 200));
      return;
    }
    box.replaceChildren.apply(box, Array.from(other.childNodes));
    box.scrollIntoView({ block: "nearest" });
  }

  function exchange(text, address, push) {
    const other = new DOMParser().parseFromString(text, "text/html");
    const page = document.getElementById("page");
    const next = other.getElementById("page");
    if (!next) {
      window.location.assign(address);
      return;
    }
    page.replaceWith(document.importNode(next, true));
    document.title = other.title;
    if (push) history.pushState({ desk: true }, "", address);
    begin(true);
  }

  async function fetched(address, options, push) {
    isBusy = true;
    const page = document.getElementById("page");
    page.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, options);
      const text = await answer.text();
      page.removeAttribute("aria-busy");
      isBusy = false;
      if (answer.ok) exchange(text, answer.url, push);
      else refused(text);
      return answer.ok;
    } catch (error) {
      page.removeAttribute("aria-busy");
      isBusy = false;
      waiting = [];
      complain(one("#words") ? one("#words").dataset.lost : String(error));
      return false;
    }
  }

  async function send(form, button) {
    if (isBusy) return;
    if (form.id === "form") {
      form.elements.seconds.value = ((performance.now() - since - away) / 1000).toFixed(1);
      form.elements.keys.value = String(pressed);
    }
    const data = new FormData(form);
    if (button && button.name) data.append(button.name, button.value);
    const isFile = form.enctype === "multipart/form-data";
    const working = one("[data-working]", form);
    if (working) working.hidden = false;
    const spent = pressed;
    const accepts = button && button.name === "op" && button.value === "accept";
    const done = await fetched(form.action, {
      method: "POST",
      body: isFile ? data : new URLSearchParams(data),
      credentials: "same-origin",
    }, true);
    if (working) working.hidden = true;
    if (done && accepts) {
      sessionStorage.setItem(PACE, JSON.stringify(paces().concat([spent])));
      showPace();
    }
    const next = waiting.shift();
    if (next) press(next);
  }

  async function visit(link) {
    if (isBusy) return;
    await fetched(link.href, { credentials: "same-origin" }, true);
    const next = waiting.shift();
    if (next) press(next);
  }

  // The claim form.
  function fill(button) {
    const form = one("#form");
    const wanted = JSON.parse(button.dataset.fill);
    ["relation", "actors", "recipients", "stance"].forEach(function (name) {
      form.elements[name].value = wanted[name];
    });
    all("[data-fill]").forEach(function (other) { other.setAttribute("aria-pressed", String(other === button)); });
    refresh();
    speak(button.textContent.trim() + ": " + wanted.actors + " → " + wanted.recipients);
  }

  function swap() {
    const form = one("#form");
    if (!form) return;
    const actors = form.elements.actors.value;
    form.elements.actors.value = form.elements.recipients.value;
    form.elements.recipients.value = actors;
    refresh();
    speak(form.elements.actors.value + " → " + form.elements.recipients.value);
  }

  function cycle(name) {
    const list = one('[data-cycle="' + name + '"]');
    if (!list) return;
    list.selectedIndex = (list.selectedIndex + 1) % list.options.length;
    list.classList.add("changed");
    speak(list.options[list.selectedIndex].textContent);
  }

  function refresh() {
    const form = one("#form");
    if (!form) return;
    const roles = JSON.parse(form.dataset.roles)[form.elements.relation.value] || {};
    all("[data-role]", form).forEach(function (place) {
      place.textContent = roles[place.dataset.role] ? "(" + roles[place.dataset.role] + ")" : "";
    });
    all("[data-stance]", form).forEach(function (place) { place.hidden = !roles.stance; });
    if (roles.stance && !form.elements.stance.value) form.elements.stance.value = roles.usual || "";
    const names = {};
    all("#parties option").forEach(function (option) { names[option.value] = option.textContent; });
    all("[data-parties]", form).forEach(function (box) {
      const place = document.getElementById(box.id + "-names");
      place.textContent = box.value.split(",").map(function (code) {
        return names[code.trim().toUpperCase()] || code.trim();
      }).filter(Boolean).join(", ");
    });
  }

  function selectWords() {
    const form = one("[data-by-hand]");
    if (!form) return;
    const words = String(window.getSelection() || "").trim();
    one("#by-hand").open = true;
    if (!words) {
      form.elements.quote.focus();
      return;
    }
    form.elements.quote.value = words;
    form.requestSubmit();
  }

  function speak(words) {
    const place = document.getElementById("spoken");
    if (place) place.textContent = words;
  }

  // What a key does: it presses the button that carries it.
  function press(action) {
    if (isBusy) {
      waiting.push(action);
      return;
    }
    if (DIGIT.test(action)) {
      const reason = awaitsReason && one('[data-reason="' + action + '"]');
      const rank = one('[data-key="rank' + action + '"]');
      if (reason) reason.click();
      else if (rank) fill(rank);
      return;
    }
    const button = one('[data-key="' + action + '"]:not([disabled])');
    if (action === "swap") swap();
    else if (action === "commitment" || action === "polarity") cycle(action);
    else if (action === "hand") selectWords();
    else if (action === "reasons") openReasons();
    else if (button) button.click();
  }

  function openReasons() {
    const place = one("#reasons");
    if (!place) return;
    place.open = true;
    awaitsReason = true;
    speak(place.textContent.trim().replace(/\s+/g, " "));
  }

  function isTyping(target) {
    return Boolean(target.closest && target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]"));
  }

  document.addEventListener("keydown", function (event) {
    if (!one("[data-desk]") || event.defaultPrevented) return;
    if (!["Shift", "Control", "Alt", "Meta"].includes(event.key)) pressed += 1;
    const dialog = one("dialog[open]");
    if (event.key === "Escape" && !dialog && isTyping(event.target)) {
      one("#claim-head").focus();
      return;
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      press("accept");
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || dialog || isTyping(event.target) || settings().off) return;
    const action = DIGIT.test(event.key) ? event.key : actionOf(event.key);
    if (!action) return;
    event.preventDefault();
    press(action);
  });

  document.addEventListener("submit", function (event) {
    const form = event.target.closest("form[data-send]");
    if (!form) return;
    event.preventDefault();
    send(form, event.submitter);
  });

  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[data-go]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      visit(link);
      return;
    }
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.fill) fill(button);
    if (button.dataset.focus) document.getElementById(button.dataset.focus).focus();
    if ("help" in button.dataset) one("#help").showModal();
  });

  document.addEventListener("change", function (event) {
    if (event.target.closest("#form")) refresh();
  });

  window.addEventListener("popstate", function () {
    if (one("[data-desk]")) fetched(window.location.href, { credentials: "same-origin" }, false);
  });

  // A file can be dropped on the box.
  function dropZone(zone) {
    const box = one("input[type=file]", zone);
    const hint = one("[data-drop-hint]", zone);
    if (hint) hint.hidden = false;
    ["dragenter", "dragover"].forEach(function (name) {
      zone.addEventListener(name, function (event) {
        event.preventDefault();
        zone.classList.add("over");
      });
    });
    ["dragleave", "drop"].forEach(function (name) {
      zone.addEventListener(name, function () { zone.classList.remove("over"); });
    });
    zone.addEventListener("drop", function (event) {
      event.preventDefault();
      if (event.dataTransfer.files.length) box.files = event.dataTransfer.files;
    });
  }

  // Only the text moves: the quote of the claim stands in its middle.
  function showQuote() {
    const text = one("#text");
    const mark = text && one(".mark.here", text);
    if (mark) text.scrollTop = mark.offsetTop - text.clientHeight / 3;
    all(".mark:not(.here)").forEach(function (link) { link.setAttribute("tabindex", "-1"); });
  }

  function begin(isExchanged) {
    all("[data-drop]").forEach(dropZone);
    if (!one("[data-desk]")) return;
    restart();
    labelKeys();
    remap();
    refresh();
    showQuote();
    showPace();
    const done = one("#done");
    const head = one("#claim-head");
    if (done) speak(done.textContent);
    if (isExchanged && head) head.focus({ preventScroll: true });
  }

  begin(false);
})();
