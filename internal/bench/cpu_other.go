//go:build !unix

package main

import "time"

var processStarted = time.Now()

// cpuTime is the clock on the wall where the time of a process is not told apart.
func cpuTime() time.Duration { return time.Since(processStarted) }
