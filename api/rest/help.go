package rest

import (
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"backchannel/internal/format"
)

// line is a curl line that works, with what it is for.
type line struct{ What, Path string }

// lines are what / shows; a test runs them.
func lines() []line {
	return []line{
		{"What happened last", "/v1/events.txt?limit=10"},
		{"Who met whom: comma is or, repeating is and, any name will do", "/v1/events.txt?kind=meeting&actor=Putin&actor=Witkof"},
		{"What was publicly known on 22 April 2025, and no more", "/v1/events.txt?as_of=2025-04-22"},
		{"Leaks of a time, as a spreadsheet", "/v1/events.csv?kind=leak&from=2025-04&to=2025-05"},
		{"Words, a phrase, one or the other, not this", "/v1/events?q=ceasefire+OR+truce+-sanctions"},
		{"One event with everything that is told about it", "/v1/events/2025-04-25-putin-witkoff-moscow"},
		{"Find an actor by any spelling", "/v1/actors?q=Witkof"},
		{"Every closed list, with definitions", "/v1/vocabularies.md"},
	}
}

// Start gives curl lines to begin with, for a server at base, such as http://localhost:8080.
func Start(base string) []string {
	var out []string
	for _, l := range lines()[:3] {
		out = append(out, curl(base, l.Path))
	}
	return out
}

func curl(base, path string) string { return "curl -sS '" + base + path + "'" }

// help answers / with what there is and how to ask for it; a browser gets a page.
//
//	@Summary		Help
//	@Description	What there is, how far the data reaches, and curl lines that work.
//	@ID				help
//	@Tags			operations
//	@Produce		plain
//	@Produce		html
//	@Success		200	{string}	string	"Help"
//	@Router			/ [get]
func (s *Server) help(x *exchange) error {
	view := struct {
		Base, Coverage, Formats string
		Lines                   []line
		Seq                     int64
	}{s.base(x.request), s.Store.Coverage(), strings.Join(formatNames(), ", "), lines(), s.Store.Seq()}
	h := x.Header()
	h["Vary"] = append(h["Vary"], "Accept")
	h.Set("Cache-Control", "no-cache")
	var body strings.Builder
	if wantsHTML(x.request) {
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Security-Policy", pagePolicy)
		if err := helpPage.Execute(&body, view); err != nil {
			return fmt.Errorf("write the help page: %w", err)
		}
	} else {
		h.Set("Content-Type", "text/plain; charset=utf-8")
		fmt.Fprintf(&body, "Backchannel: meetings, statements and leaks of a diplomacy, with their sources.\n\n%s\n\n", covered(view.Coverage))
		for _, l := range view.Lines {
			fmt.Fprintf(&body, "# %s\n%s\n\n", l.What, curl(view.Base, l.Path))
		}
		fmt.Fprintf(&body, "Formats: %s, as an ending (.csv), as format=, or by Accept. Those from ics on hold events.\nReference: %s/docs   Spec: %s/openapi.json\n", view.Formats, view.Base, view.Base)
	}
	x.whole(http.StatusOK, []byte(body.String()))
	return nil
}

func covered(coverage string) string {
	if coverage == "" {
		return "There is no word on how far the data reaches."
	}
	return coverage
}

// base is where the server is to be reached: where it was told, else as the client called it.
func (s *Server) base(r *http.Request) string {
	host := r.Host
	if s.PublicURL != "" {
		return s.PublicURL
	}
	if host == "" || strings.Trim(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]") != "" {
		host = "localhost"
	}
	if r.TLS != nil {
		return "https://" + host
	}
	return "http://" + host
}

// wantsHTML tells whether a browser asks: HTML is named, and not only as one of anything.
func wantsHTML(r *http.Request) bool {
	accept := joined(r.Header["Accept"])
	f, ok := format.Negotiate(accept, format.Formats())
	return strings.Contains(accept, "text/html") && (!ok || f.Name == "json" && !strings.Contains(accept, "application/json"))
}

// pagePolicy allows a page of ours its own style and nothing else.
const pagePolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const pageHead = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:3rem auto;padding:0 1rem}pre{background:#8881;padding:.6rem;overflow:auto}</style>`

var helpPage = template.Must(template.New("help").Parse(pageHead + `
<title>Backchannel</title><h1>Backchannel</h1>
<p>Meetings, statements and leaks of a diplomacy, with their sources.{{with .Coverage}} {{.}}{{end}}</p>
<p><a href="/docs">API reference</a> · <a href="/openapi.json">the spec</a> · <a href="/v1/events">events</a></p>
{{range .Lines}}<p><a href="{{.Path}}">{{.What}}</a></p><pre>curl -sS '{{$.Base}}{{.Path}}'</pre>{{end}}
</html>
`))

var codePage = template.Must(template.New("problem").Parse(pageHead + `
<title>{{.Title}} · Backchannel</title><h1>{{.Title}}</h1>
<p>Code <code>{{.Name}}</code>, status {{.Status}}.</p><p>{{.Why}}</p><p>{{.Remedy}}</p>
<p><a href="/docs">API reference</a></p></html>
`))

// problemPage explains a problem.
//
//	@Summary		Explain a problem
//	@Description	What a code means and what to do; the type of every problem points here.
//	@ID				explainProblem
//	@Tags			operations
//	@Produce		html
//	@Param			code	path		string	true	"The code"
//	@Success		200		{string}	string	"The page"
//	@Router			/docs/problems/{code} [get]
func (s *Server) problemPage(x *exchange) error {
	c := codeOf(x.param("code"))
	if c.Name != x.param("code") {
		return problem("not_found", "There is no problem of this name.")
	}
	var body strings.Builder
	if err := codePage.Execute(&body, c); err != nil {
		return fmt.Errorf("write the page of %s: %w", c.Name, err)
	}
	h := x.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", pagePolicy)
	h.Set("Cache-Control", "public, max-age=3600")
	x.whole(http.StatusOK, []byte(body.String()))
	return nil
}
