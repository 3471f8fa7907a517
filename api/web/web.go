// Package web holds the static files that browsers are given, embedded in the program: today the API reference page.
//
// It refuses to know HTTP, routes and the spec: it gives bytes and says under which path and with which headers they
// are to be served. Start with Assets.
package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"strings"
)

// Files holds every file as it is embedded. scalar.js.gz is another project's, under the licence in scalar.LICENSE.
//
//go:embed files
var Files embed.FS

// ContentSecurityPolicy is what the reference page works under: nothing is fetched from anywhere else.
const ContentSecurityPolicy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
	"img-src 'self' data:; connect-src 'self'; font-src 'self' data:"

// Asset is one file as it is served.
type Asset struct {
	Path        string // "/docs/scalar.js"
	ContentType string
	Encoding    string // of Body: "gzip", or "" for none
	Body        []byte
}

// Assets lists what the reference page loads beside the spec.
func Assets() []Asset {
	const script, style, text = "text/javascript; charset=utf-8", "text/css; charset=utf-8", "text/plain; charset=utf-8"
	return []Asset{
		{"/docs/scalar.js", script, "gzip", read("scalar.js.gz")},
		{"/docs/scalar.LICENSE", text, "", read("scalar.LICENSE")},
		{"/docs/reference.js", script, "", read("reference.js")},
		{"/docs/reference.css", style, "", read("reference.css")},
	}
}

// Reference gives the HTML of the page for /docs. specPath is the address of the OpenAPI document, "/openapi.json" or
// whatever stands before it where the program is served under a prefix; the assets are looked for beside it.
func Reference(specPath string) []byte {
	page := template.Must(template.New("reference").Parse(string(read("reference.html"))))
	var out bytes.Buffer
	base := specPath[:strings.LastIndexByte(specPath, '/')+1]
	if err := page.Execute(&out, map[string]string{"Spec": specPath, "Base": base}); err != nil {
		panic(fmt.Sprintf("the reference page is made of two texts: %v", err))
	}
	return out.Bytes()
}

// read gives an embedded file; a name that is not there is a fault of this package.
func read(name string) []byte {
	data, err := Files.ReadFile("files/" + name)
	if err != nil {
		panic(err)
	}
	return data
}
