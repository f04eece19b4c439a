"use strict";
(() => {
  const place = document.getElementById("editor");
  const prefixes = JSON.parse(place.dataset.prefixes);
  // What its makers would fetch from other hosts is not asked for.
  Yasgui.Yasqe.defaults.autocompleters = ["variables"];
  const yasgui = new Yasgui(place, {
    requestConfig: { endpoint: `${location.origin}/sparql`, method: "POST" },
    copyEndpointOnNewTab: false,
    persistenceId: null,
  });
  const declare = (editor) => {
    const declared = editor.getPrefixesFromQuery();
    const missing = {};
    for (const [, name] of editor.getValue().replace(/<[^>]*>|"[^"]*"|#.*/g, "").matchAll(/([a-z][a-z-]*):/g)) {
      if (prefixes[name] && !declared[name]) missing[name] = prefixes[name];
    }
    if (Object.keys(missing).length) editor.addPrefixes(missing);
  };
  const prepare = (tab) => {
    const editor = tab.getYasqe();
    editor.on("change", () => declare(editor));
  };
  yasgui.on("tabAdd", (_, id) => setTimeout(() => prepare(yasgui.getTab(id))));
  const tab = yasgui.getTab();
  prepare(tab);
  tab.getYasqe().setValue(place.dataset.query);
  if ("asks" in place.dataset) tab.query();
})();
