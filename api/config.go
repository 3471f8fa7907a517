package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"

	"backchannel/internal/record"
)

// config is every setting, as a flag and as an environment variable BACKCHANNEL_<NAME>. Every default works.
type config struct {
	Addr           string   `name:"addr" env:"BACKCHANNEL_ADDR" default:":8080" help:"Address to listen on, host:port."`
	Database       string   `name:"database" env:"BACKCHANNEL_DATABASE" default:"backchannel.db" type:"path" help:"The database, a file; it is made when it is not there."`
	Seed           string   `name:"seed" env:"BACKCHANNEL_SEED" default:"auto" enum:"auto,none" help:"auto: an empty database gets the seed dataset; none: it stays empty."`
	Read           string   `name:"read" env:"BACKCHANNEL_READ" default:"open" help:"Who may read records. open: everyone; key: who has a key."`
	AdminKey       string   `name:"admin-key" env:"BACKCHANNEL_ADMIN_KEY" help:"The first admin key of a database that has no key, instead of one made: bck_, an id without _, _, 32 characters or more."`
	TrustedProxies []string `name:"trusted-proxies" env:"BACKCHANNEL_TRUSTED_PROXIES" help:"Addresses or CIDR ranges of proxies whose X-Forwarded-For is believed; none are unless named."`
	CORSOrigins    []string `name:"cors-origins" env:"BACKCHANNEL_CORS_ORIGINS" default:"*" help:"Origins whose pages may read from a browser, such as https://example.org; * is all."`
	PublicURL      string   `name:"public-url" env:"BACKCHANNEL_PUBLIC_URL" help:"What links begin with, such as https://timeline.example.org; without it they are relative."`
	Log            string   `name:"log" env:"BACKCHANNEL_LOG" default:"text" enum:"text,json" help:"How the log is written, on standard error."`
	Streams        int      `name:"streams" env:"BACKCHANNEL_STREAMS" default:"10000" help:"Streams open at once, in total."`
	StreamsEach    int      `name:"streams-each" env:"BACKCHANNEL_STREAMS_EACH" default:"200" help:"Streams open at once from one address."`
	Rate           float64  `name:"rate" env:"BACKCHANNEL_RATE" default:"50" help:"Requests a second from one address over time, four times as many at once; 0: no limit."`
}

// settings are the names of the environment variables there are.
func settings() []string {
	return []string{"BACKCHANNEL_ADDR", "BACKCHANNEL_DATABASE", "BACKCHANNEL_SEED", "BACKCHANNEL_READ", "BACKCHANNEL_ADMIN_KEY", "BACKCHANNEL_TRUSTED_PROXIES",
		"BACKCHANNEL_CORS_ORIGINS", "BACKCHANNEL_PUBLIC_URL", "BACKCHANNEL_LOG", "BACKCHANNEL_STREAMS", "BACKCHANNEL_STREAMS_EACH", "BACKCHANNEL_RATE"}
}

// testSettings are variables that tests and their tools read, and the program passes over.
func testSettings() []string {
	return []string{"BACKCHANNEL_REQUIRE_ALL", "BACKCHANNEL_NODE_MODULES", "BACKCHANNEL_PYTHON", "BACKCHANNEL_TEST_SEED"}
}

// firstKeyForm is what a key given from outside looks like; it is sent in a header.
var firstKeyForm = regexp.MustCompile(`^bck_[A-Za-z0-9-]+_[A-Za-z0-9_.~-]{32,400}$`)

// checkEnvironment refuses a variable that begins as ours do and is none of ours: a misspelt one would otherwise be
// passed over in silence. One of ours that is empty counts as not set.
func checkEnvironment(environment []string) error {
	for _, entry := range environment {
		name, value, _ := strings.Cut(entry, "=")
		if value == "" && slices.Contains(settings(), name) {
			if err := os.Unsetenv(name); err != nil {
				return fmt.Errorf("pass over the empty %s: %w", name, err)
			}
		}
		if !strings.HasPrefix(name, "BACKCHANNEL_") || slices.Contains(settings(), name) || slices.Contains(testSettings(), name) {
			continue
		}
		if near := nearestSetting(name); near != "" {
			return fmt.Errorf("there is no setting %s; did you mean %s?", name, near)
		}
		return fmt.Errorf("there is no setting %s; there are %s", name, strings.Join(settings(), ", "))
	}
	return nil
}

// nearestSetting compares without the beginning that all have.
func nearestSetting(name string) string {
	var short []string
	for _, s := range settings() {
		short = append(short, strings.ToLower(strings.TrimPrefix(s, "BACKCHANNEL_")))
	}
	near := record.Nearest(strings.TrimPrefix(name, "BACKCHANNEL_"), short)
	if near == "" {
		return ""
	}
	return "BACKCHANNEL_" + strings.ToUpper(near)
}

// Validate is called by kong once flags and environment are read.
func (c *config) Validate() error {
	if c.Read != "open" && c.Read != "key" {
		return fmt.Errorf("--read (BACKCHANNEL_READ) is %q: write open (everyone reads) or key (who has a key)", c.Read)
	}
	if c.AdminKey != "" && !firstKeyForm.MatchString(c.AdminKey) {
		return errors.New("--admin-key (BACKCHANNEL_ADMIN_KEY) is no key: write bck_, an id of letters and digits, _, and 32 or more letters and digits")
	}
	if c.Rate < 0 || c.Rate > 1e6 || c.Rate != c.Rate {
		return fmt.Errorf("--rate (BACKCHANNEL_RATE) is %v: write requests a second, from 0 (no limit) to 1000000", c.Rate)
	}
	if c.PublicURL != "" {
		u, err := url.Parse(c.PublicURL)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
			return fmt.Errorf("--public-url (BACKCHANNEL_PUBLIC_URL) is %q: write an address such as https://timeline.example.org", c.PublicURL)
		}
	}
	for _, origin := range c.CORSOrigins {
		u, err := url.Parse(origin)
		if origin != "*" && (err != nil || u.Scheme == "" || u.Host == "" || strings.TrimSuffix(origin, u.Host) != u.Scheme+"://") {
			return fmt.Errorf("--cors-origins (BACKCHANNEL_CORS_ORIGINS) holds %q: write scheme and host, such as https://example.org, or *", origin)
		}
	}
	_, err := c.proxies()
	return err
}

// proxies reads the trusted proxies; one address is a range of one.
func (c *config) proxies() ([]netip.Prefix, error) {
	var list []netip.Prefix
	for _, text := range c.TrustedProxies {
		text = strings.TrimSpace(text)
		if addr, err := netip.ParseAddr(text); err == nil {
			list = append(list, netip.PrefixFrom(addr.Unmap(), addr.Unmap().BitLen()))
			continue
		}
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("--trusted-proxies (BACKCHANNEL_TRUSTED_PROXIES) holds %q: write an address such as 10.0.0.7 or a range such as 10.0.0.0/8", text)
		}
		list = append(list, prefix.Masked())
	}
	return list, nil
}

func (c *config) logger(w io.Writer) *slog.Logger {
	if c.Log == "json" {
		return slog.New(slog.NewJSONHandler(w, nil))
	}
	return slog.New(slog.NewTextHandler(w, nil))
}
