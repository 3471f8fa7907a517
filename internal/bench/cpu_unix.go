//go:build unix

package main

import (
	"syscall"
	"time"
)

// cpuTime is the time that this process has had of any core so far. Unlike the clock on the wall it does
// not count what other processes took.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
