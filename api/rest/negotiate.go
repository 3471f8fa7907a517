package rest

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"backchannel/internal/format"
	"backchannel/internal/record"
)

// negotiate finds the format of an answer: the path's ending wins over format=, which wins over Accept. byAccept tells
// that the header decided.
func negotiate(x *exchange, values url.Values) (f format.Format, byAccept bool, p *Problem) {
	name := x.suffix
	if given := values["format"]; name == "" && len(given) > 0 {
		name = given[0]
	}
	formats := x.offered
	if formats == nil {
		formats = format.Formats()
	}
	if name != "" {
		at := slices.IndexFunc(formats, func(f format.Format) bool { return f.Name == name })
		if at < 0 {
			p = unknownFormat(name, formats...).with(record.Fault{Parameter: "format", Code: "unknown_format", Given: shorten(name),
				Detail: fmt.Sprintf("There is no format %q here.", shorten(name)), Hint: nearestOf(name, formatNames(formats...))})
			return f, false, p
		}
		return formats[at], false, nil
	}
	f, ok := format.Negotiate(joined(x.request.Header["Accept"]), formats)
	if !ok {
		p := problem("not_acceptable", "")
		for _, offered := range formats {
			p.Formats = append(p.Formats, offered.MediaType)
		}
		return f, true, p.header("Vary", "Accept")
	}
	return f, true, nil
}

// unknownFormat is the problem of an ending or a format= that is not offered.
func unknownFormat(name string, offered ...format.Format) *Problem {
	names := formatNames(offered...)
	detail := fmt.Sprintf("There is no format %q here. The formats are %s.", shorten(strings.TrimPrefix(name, ".")), strings.Join(names, ", "))
	p := problem("unknown_format", detail)
	p.Formats = names
	return p
}

// formatNames lists the names of formats; of every one, those of events alone too, where none is given.
func formatNames(formats ...format.Format) []string {
	if len(formats) == 0 {
		formats = format.EventFormats()
	}
	var names []string
	for _, f := range formats {
		names = append(names, f.Name)
	}
	return names
}

// languageOf is the language that Accept-Language likes best, without its region; "" for English and for none, since
// every name has an English form.
func languageOf(h http.Header) string {
	best, weight := "", 0.0
	for member := range strings.SplitSeq(joined(h["Accept-Language"]), ",") {
		tag, parameter, _ := strings.Cut(member, ";")
		q := 1.0
		if _, value, ok := strings.Cut(parameter, "="); ok {
			var err error
			if q, err = strconv.ParseFloat(strings.TrimSpace(value), 64); err != nil || q > 1 {
				continue
			}
		}
		base, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
		if q > weight && (isLanguage(base) || base == "*") {
			best, weight = base, q
		}
	}
	if best == "en" || best == "*" {
		return ""
	}
	return best
}

// isLanguage holds for the form of an ISO 639 code, whether or not there is such a language.
func isLanguage(s string) bool {
	return (len(s) == 2 || len(s) == 3) && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
}
