package record

import (
	"fmt"
	"strings"
)

// country checks an ISO 3166-1 alpha-2 code that may be absent: two capital letters. Whether the code
// is assigned is not asked, since that list changes.
func (c *checker) country(at, s string) {
	if s == "" || len(s) == 2 && isUpper(s[0]) && isUpper(s[1]) {
		return
	}
	hint := "Use the two letters of ISO 3166-1, such as RU, US or UA."
	if upper := strings.ToUpper(s); len(s) == 2 && isUpper(upper[0]) && isUpper(upper[1]) {
		hint = "Write " + quoted(upper) + "."
	}
	c.add(at, "invalid_country", quoted(s)+" is no country code.", s, hint)
}

// lang checks the shape of a BCP 47 language tag (RFC 5646) that may be absent.
func (c *checker) lang(at, s string) {
	if s == "" || isLanguageTag(s) {
		return
	}
	c.add(at, "invalid_lang", quoted(s)+" is no language tag.", s, "Use a tag of BCP 47, such as ru, uk, en or zh-Hant.")
}

// isLanguageTag reads language[-extlang][-script][-region][-variant…][-extension…][-x-private]; the
// subtags need not be registered.
func isLanguageTag(s string) bool {
	if len(s) > 64 {
		return false
	}
	parts := strings.Split(s, "-")
	private := false
	for i, part := range parts {
		switch {
		case part == "" || len(part) > 8 || !isAlphanumeric(part):
			return false
		case i == 0 && (len(part) < 2 || !isAlphabetic(part)):
			return false
		case i > 0 && len(part) == 1:
			private = private || part == "x" || part == "X"
			if i == len(parts)-1 {
				return false
			}
		}
	}
	return true
}

// wikidata checks an item's id: Q and digits.
func (c *checker) wikidata(at, s string) {
	if s == "" || len(s) > 1 && len(s) <= 13 && s[0] == 'Q' && s[1] != '0' && allDigits(s[1:]) {
		return
	}
	c.add(at, "invalid_wikidata", quoted(s)+" is no Wikidata item.", s, "Write Q and the number, such as Q7747.")
}

// place checks where an event happened.
func (c *checker) place(at string, p *Place) {
	if p == nil {
		return
	}
	if *p == (Place{}) {
		c.add(at, "required", "place says nothing.", "", "Name a place, city or country, or leave place out.")
	}
	c.line(key(at, "name"), p.Name, maxName)
	c.line(key(at, "city"), p.City, maxName)
	c.country(key(at, "country"), p.Country)
	c.term(key(at, "precision"), vocabPrecision, p.Precision)
	c.degrees(key(at, "lat"), p.Lat, 90)
	c.degrees(key(at, "lon"), p.Lon, 180)
	if (p.Lat == nil) != (p.Lon == nil) {
		name, other := "lat", "lon"
		if p.Lat == nil {
			name, other = other, name
		}
		c.add(key(at, other), "required", fmt.Sprintf("%s is given without %s.", name, other), "", "Give both, or neither.")
	}
	if p.TZ != "" && !isZone(p.TZ) {
		c.add(key(at, "tz"), "invalid_tz", quoted(p.TZ)+" is no time zone.", p.TZ, "Use a name of the IANA list, such as Europe/Moscow.")
	}
}

func (c *checker) degrees(at string, v *float64, limit float64) {
	if v != nil && !(*v >= -limit && *v <= limit) {
		c.add(at, "out_of_range", fmt.Sprintf("%s must be from −%g to %g degrees.", last(at), limit, limit), fmt.Sprint(*v), "")
	}
}

// isZone tells whether the IANA zone is known here. "Local" is not: it means another zone elsewhere.
func isZone(name string) bool {
	if name == "Local" {
		return false
	}
	_, err := Zone(name)
	return err == nil
}

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }

func isAlphabetic(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

func isAlphanumeric(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; (c < 'a' || c > 'z') && (s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	return true
}
