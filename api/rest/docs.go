package rest

import (
	"bytes"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"

	"backchannel/api/web"
	"backchannel/docs"
)

// openapi answers with the spec.
//
//	@Summary		The spec
//	@Description	This API as OpenAPI 3.1.
//	@ID				openapi
//	@Tags			operations
//	@Produce		json
//	@Success		200	{object}	object	"The spec"
//	@Router			/openapi.json [get]
func (s *Server) openapi(x *exchange) error { return s.file(x) }

// openapiYAML is openapi in YAML.
//
//	@Summary		The spec as YAML
//	@Description	This API as OpenAPI 3.1.
//	@ID				openapiYAML
//	@Tags			operations
//	@Produce		application/yaml
//	@Success		200	{string}	string	"The spec"
//	@Router			/openapi.yaml [get]
func (s *Server) openapiYAML(x *exchange) error { return s.file(x) }

// docs answers with the reference page.
//
//	@Summary		The reference
//	@Description	This API as a page to read and try.
//	@ID				docs
//	@Tags			operations
//	@Produce		html
//	@Success		200	{string}	string	"The page"
//	@Router			/docs [get]
func (s *Server) docs(x *exchange) error { return s.file(x) }

// docsFile answers with a file of the reference page.
//
//	@Summary		A file of the reference
//	@Description	What the reference page is made of.
//	@ID				docsFile
//	@Tags			operations
//	@Produce		text/css,text/javascript,plain
//	@Param			path	path		string	true	"The file"
//	@Success		200		{file}		file	"The file"
//	@Router			/docs/{path} [get]
func (s *Server) docsFile(x *exchange) error { return s.file(x) }

// file answers with an embedded file.
func (s *Server) file(x *exchange) error {
	a, ok := s.static()[strings.TrimSuffix(x.request.URL.Path, "/")]
	if !ok {
		return problem("not_found", "There is no such page.")
	}
	if x.matches(a.tag) {
		s.refund(x)
	}
	a.serve(x)
	return nil
}

// staticAnswers makes an answer of each embedded file, by its path: the spec, the page at /docs, its files below.
func (s *Server) staticAnswers() map[string]*answer {
	prefix := ""
	if public, err := url.Parse(s.PublicURL); err == nil {
		prefix = public.Path
	}
	page := s.staticAnswer("text/html; charset=utf-8", web.Reference(prefix+"/openapi.json"), nil)
	page.header.Set("Content-Security-Policy", web.ContentSecurityPolicy)
	page.header.Set("Referrer-Policy", "no-referrer")
	all := map[string]*answer{
		"/openapi.json": s.staticAnswer("application/json", docs.OpenAPIJSON, nil),
		"/openapi.yaml": s.staticAnswer("application/yaml", docs.OpenAPIYAML, nil),
		"/docs":         page,
	}
	for _, a := range web.Assets() {
		if a.Encoding == "gzip" {
			all[a.Path] = s.staticAnswer(a.ContentType, unzip(a.Body), a.Body)
		} else {
			all[a.Path] = s.staticAnswer(a.ContentType, a.Body, nil)
		}
	}
	return all
}

// unzip unpacks an embedded file, for those who do not take it packed.
func unzip(body []byte) []byte {
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err == nil {
		body, err = io.ReadAll(r)
	}
	if err != nil {
		panic(fmt.Errorf("unpack an embedded file: %w", err)) // the build holds what web's own test has unpacked
	}
	return body
}

// staticAnswer is an answer that stays as it is for as long as the program runs; zipped is its gzip where there is one.
func (s *Server) staticAnswer(contentType string, body, zipped []byte) *answer {
	tag := `"` + s.Build + "." + strconv.FormatUint(uint64(crc32.ChecksumIEEE(body)), 36) + `"`
	a := &answer{
		header: http.Header{"Content-Type": {contentType}, "Cache-Control": {"no-cache"}, "Vary": {"Accept-Encoding"}},
		tag:    tag, plainTag: []string{tag}, zipTag: []string{zipTagOf(tag)},
		body: body, length: []string{decimal(len(body))}, zips: len(body) >= minZip,
	}
	if zipped != nil {
		a.zip.Do(func() { a.zipped, a.zipLen = zipped, []string{decimal(len(zipped))} })
	}
	return a
}
