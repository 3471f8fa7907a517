// Command api is Backchannel: an event-timeline server for diplomacy.
//
// Run it without arguments: it makes a database in the working folder, fills it with the seed dataset and serves it.
// Start reading with run.go.
package main

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strconv"
	"syscall"
	_ "time/tzdata" // zones of places, wherever the binary is put

	"github.com/alecthomas/kong"
)

// commands are what the program does.
type commands struct {
	config  `embed:""`
	Serve   serveCommand   `cmd:"" default:"withargs" help:"Serve the database over HTTP. This is what happens without a command."`
	Key     keyCommand     `cmd:"" help:"Make, list and revoke API keys; a running server knows of it at once."`
	Backup  backupCommand  `cmd:"" help:"Copy the database into a new file while the server runs, and check the copy."`
	Health  healthCommand  `cmd:"" help:"Ask the server at --addr whether it is well; exit status 1 where it is not."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

// collectorPercent lets the heap grow to three times what is alive before it is swept (GOGC says otherwise). Pages use their
// memory again and leave little behind, so sweeping costs little; with 800 they were a tenth slower, since each came to memory that
// no cache of the processor held any more, and the program held tens of megabytes more.
const collectorPercent = 200

// spareThreads is how many threads beyond the number of cores run Go code at the same time (GOMAXPROCS says otherwise).
// While every one of Go's processors is busy, nobody looks whether a request has come in but a watchman, every 10 ms. With
// two to spare one is mostly idle and sees it at once, and the system shares the cores out among them all: of pages asked
// for while many write the slowest came sooner (in single rounds the slowest of a hundred after 8 ms instead of 19).
const spareThreads = 2

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectorPercent)
	}
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + spareThreads)
	}
	if err := execute(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "backchannel:", err)
		os.Exit(1)
	}
}

// execute runs the command that the arguments name.
func execute(ctx context.Context, args, environment []string, out, log io.Writer) error {
	if err := checkEnvironment(environment); err != nil {
		return err
	}
	var c commands
	exited := false
	parser, err := kong.New(&c,
		kong.Name("backchannel"),
		kong.Description("An event-timeline server for diplomacy: meetings, statements and leaks, with their sources.\n\n"+
			"Every setting is a flag or an environment variable, and has a default that works."),
		kong.Writers(out, log),
		kong.Exit(func(int) { exited = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(&c.config, &streams{out: out, log: log}),
	)
	if err != nil {
		return fmt.Errorf("describe the commands: %w", err)
	}
	parsed, err := parser.Parse(args)
	if exited { // --help was given, and has been answered
		return nil
	}
	if err != nil {
		return fmt.Errorf("%w; see --help", err)
	}
	err = parsed.Run()
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// streams are where a command writes.
type streams struct{ out, log io.Writer }

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(s *streams) error {
	_, err := fmt.Fprintln(s.out, "backchannel", version(), "build", buildTag())
	return err
}

// version is that of the module, or of the commit it was built from, or "dev".
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "dev"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" && len(setting.Value) >= 12 {
			return setting.Value[:12]
		}
	}
	return "dev"
}

// buildTag distinguishes programs that may write other bytes for the same records: a sum over the program itself.
func buildTag() string {
	path, err := os.Executable()
	if err != nil {
		return version()
	}
	file, err := os.Open(path)
	if err != nil {
		return version()
	}
	defer file.Close()
	sum := crc32.New(crc32.MakeTable(crc32.Castagnoli))
	if _, err := io.Copy(sum, file); err != nil {
		return version()
	}
	return strconv.FormatUint(uint64(sum.Sum32()), 36)
}
