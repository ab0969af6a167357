/** The page that Swagger UI is drawn into. Everything comes from this server, and it draws what cannot be sent anywhere. */
export const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>GP Connect API</title>
<link rel="icon" href="/api/favicon-32x32.png">
<link rel="stylesheet" href="/api/swagger-ui.css">
<link rel="stylesheet" href="/api/page.css">
</head>
<body>
<noscript>This page needs JavaScript. <a href="/openapi.json">The description itself</a> does not.</noscript>
<main id="api"></main>
<script src="/api/swagger-ui-bundle.js"></script>
<script src="/api/page.js"></script>
</body>
</html>
`

/** Nothing can be tried out: the token has to be made anew for each call. */
export const SCRIPT = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  defaultModelExpandDepth: 4,
  displayOperationId: true,
  displayRequestDuration: false,
  supportedSubmitMethods: [],
  validatorUrl: null,
})
`

/** Leaves out what is for trying out, and on a phone puts into one column what is in two. */
export const STYLE = `body { margin: 0; background: #fff; }
noscript { display: block; padding: 2rem; font-family: sans-serif; }
.swagger-ui .auth-wrapper, .swagger-ui .authorization__btn, .swagger-ui .opblock-summary .copy-to-clipboard,
.swagger-ui .parameters-col_description input, .swagger-ui .parameters-col_description select,
.swagger-ui .parameters-col_description button, .swagger-ui .response-control-media-type__accept-message,
.swagger-ui .response-col_links { display: none; }
.swagger-ui .response-control-media-type__title, .swagger-ui .headers-wrapper .header-col { font-size: 14px; }
.swagger-ui .renderedMarkdown p, .swagger-ui .response-col_description, .swagger-ui table.headers td { font-family: sans-serif; font-size: 16px; line-height: 1.5; font-weight: 400; }
.swagger-ui .opblock .opblock-summary-description { font-size: 15px; }
.swagger-ui .info .title { font-size: 32px; }
.swagger-ui .parameters-col_description p:last-child { margin-bottom: 0; }
.swagger-ui .parameters-col_description .renderedMarkdown p { margin: 0 0 4px; }
body .swagger-ui .json-schema-2020-12 .renderedMarkdown p { font-size: 14px; }
@media (max-width: 640px) {
  .swagger-ui .wrapper { padding: 0 12px; }
  .swagger-ui .opblock .opblock-summary-operation-id { display: none; }
  .swagger-ui .schemes, .swagger-ui .schemes-server-container, .swagger-ui .servers, .swagger-ui .servers label, .swagger-ui .servers select, .swagger-ui .servers table { max-width: 100%; min-width: 0; display: block; }
  .swagger-ui .scheme-container .schemes > .schemes-server-container, .swagger-ui .schemes-server-container > div { width: 100%; }
  .swagger-ui .servers code, .swagger-ui .computed-url code { overflow-wrap: anywhere; white-space: normal; }
  .swagger-ui .servers tbody, .swagger-ui .servers tr, .swagger-ui .servers td { display: block; max-width: 100%; }
  .swagger-ui table.headers th:last-child, .swagger-ui table.headers td:last-child { display: none; }
  .swagger-ui .opblock .opblock-summary-path-description-wrapper { flex-direction: column; align-items: flex-start; gap: 2px; padding: 4px 0 4px 8px; }
  .swagger-ui .opblock .opblock-summary-path { max-width: none; padding: 0; }
  .swagger-ui .opblock .opblock-summary-description { padding: 0; }
  .swagger-ui .opblock-tag { flex-wrap: wrap; }
  .swagger-ui .opblock-tag small { flex-basis: 100%; order: 3; padding: 4px 0; }
  .swagger-ui table.parameters thead, .swagger-ui table.responses-table thead { display: none; }
  .swagger-ui table.parameters, .swagger-ui table.parameters tbody, .swagger-ui table.parameters tr, .swagger-ui table.parameters td,
  .swagger-ui table.responses-table, .swagger-ui table.responses-table > tbody, .swagger-ui tr.response, .swagger-ui tr.response > td { display: block; width: auto; max-width: 100%; padding-left: 0; padding-right: 0; }
  .swagger-ui table.parameters tr, .swagger-ui tr.response { padding: 12px 0; border-bottom: 1px solid #d8dde0; }
  .swagger-ui table.parameters td, .swagger-ui tr.response > td { padding-top: 2px; padding-bottom: 2px; }
  .swagger-ui tr.response > td.response-col_status { font-weight: 700; font-size: 18px; }
  .swagger-ui .opblock .opblock-section-header { padding: 8px 12px; }
  .swagger-ui .table-container, .swagger-ui .responses-inner, .swagger-ui .opblock-description-wrapper { padding: 12px; }
  .swagger-ui table.headers td, .swagger-ui table.headers th { padding: 6px 4px 6px 0; min-width: 0; overflow-wrap: anywhere; }
  .swagger-ui .response-controls { flex-wrap: wrap; }
  .swagger-ui tr.response > td.response-col_links { display: none; }
  .swagger-ui select { min-width: 0; max-width: 100%; }
  .swagger-ui .model-box, .swagger-ui .json-schema-2020-12 { max-width: 100%; overflow-x: auto; }
}
`
