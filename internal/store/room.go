package store

import "sync"

// room is the memory in which answers are laid out one after the other. It is taken in blocks.
type room struct {
	block []byte  // what is left of the last
	nums  []int32 // likewise

	blocks   [][]byte // whole, in the order in which they are taken
	numbers  [][]int32
	taken    int // of blocks
	numbered int // of numbers
}

// Sizes in which memory for answers is taken: bytes, and numbers of what they name.
const (
	blockBytes = 32 << 10
	blockNums  = 512
)

// mostBlocks is how much of a room is worth holding: a page of fifty events takes three blocks.
const mostBlocks = 32

var rooms = sync.Pool{New: func() any { return new(room) }}

// copy copies a document, with room for the tail of one that nothing links to.
func (r *room) copy(doc []byte) []byte {
	body := r.take(len(doc) + len(emptyTail))[:len(doc)]
	copy(body, doc)
	return body
}

// take gives memory for so many bytes.
func (r *room) take(size int) []byte {
	if len(r.block) < size {
		r.begin(size)
	}
	taken := r.block[:size:size]
	r.block = r.block[size:]
	return taken
}

// begin takes a block of which so many bytes are free.
func (r *room) begin(size int) {
	switch {
	case size > blockBytes:
		r.block = make([]byte, size) // rare, and not held
		return
	case r.taken == len(r.blocks):
		r.blocks = append(r.blocks, make([]byte, blockBytes))
	}
	r.block = r.blocks[r.taken]
	r.taken++
}

func (r *room) keep(list []int32) []int32 {
	if len(r.nums) < len(list) {
		r.takeNums(len(list))
	}
	kept := r.nums[:len(list):len(list)]
	r.nums = r.nums[len(list):]
	copy(kept, list)
	return kept
}

func (r *room) takeNums(size int) {
	switch {
	case size > blockNums:
		r.nums = make([]int32, size)
		return
	case r.numbered == len(r.numbers):
		r.numbers = append(r.numbers, make([]int32, blockNums))
	}
	r.nums = r.numbers[r.numbered]
	r.numbered++
}

// reset begins anew. What lies in the room is not to be used any more.
func (r *room) reset() { r.block, r.nums, r.taken, r.numbered = nil, nil, 0, 0 }

// release lets the next answer use the room again.
func (r *room) release() {
	if len(r.blocks) > mostBlocks {
		return
	}
	r.reset()
	rooms.Put(r)
}
