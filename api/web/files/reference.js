// Shows the API reference. Everything comes from this server: no fonts, no telemetry, no proxy and no assistant of
// others, so that the page works without a network and tells nobody what is read.
(() => {
  "use strict";
  const root = document.getElementById("reference");
  Scalar.createApiReference(root, {
    url: new URL(root.dataset.openapi, document.baseURI).href,
    baseServerURL: location.origin,
    defaultHttpClient: { targetKey: "shell", clientKey: "curl" },
    withDefaultFonts: false,
    telemetry: false,
    agent: { disabled: true, hideAddApi: true },
    mcp: { disabled: true },
    hideClientButton: true,
    showDeveloperTools: "never",
    defaultOpenAllTags: true,
    orderSchemaPropertiesBy: "preserve",
    orderRequiredPropertiesFirst: false,
    documentDownloadType: "direct",
    showOperationId: true,
    metaData: { title: document.title },
  });
})();
