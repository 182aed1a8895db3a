;; Reads records that differ from a known one only in wall time, step and value, for `scalar-kernel.ts`.
;;
;; A template is one record as it lies in the file, header included, that the TypeScript reader has understood. The bits of
;; its wall time, step and value are zero in the pattern and in the mask; all other bits are one in the mask: they must be
;; equal for a record to match. Its checksum is then known without reading it: CRC-32C is linear, so the checksum of the
;; record is that of the pattern, XOR that of each byte of wall time, step and value alone, which a table for the byte's
;; distance from the end of the payload holds. `read` checks it, and stops at the first record that it cannot vouch for.
;;
;; `scripts/kernel.mjs` makes `scalar-kernel-binary.ts` from this file.
(module
  ;; Places in memory. Pages are 64 KiB; nothing is used before it is needed, so the room costs nothing.
  (memory (export "memory") 327)
  ;; control: +0 i32 points in the log; +4 i32 template that the last record matched; +8 f64 earliest wall time read
  (global $control (export "control") i32 (i32.const 0x40))
  ;; i32 for each length of a payload below 256: the first template of that length, or 0
  (global $byLength (export "byLength") i32 (i32.const 0x400))
  ;; what `gather` says of each slot, 16 bytes: i32 number of points, then where the next wall time, step and value would go
  (global $slots (export "slots") i32 (i32.const 0x10000))
  (global (export "mostSlots") i32 (i32.const 0x5000))
  ;; for each distance from the end of a payload, 256 checksums of one byte there: 1 KiB each
  (global (export "tables") i32 (i32.const 0x60000))
  ;; templates, 0x240 bytes each: pattern, mask, then the fields that `scalar-templates.ts` names
  (global (export "templates") i32 (i32.const 0xa0000))
  (global (export "mostTemplates") i32 (i32.const 0x1000))
  ;; bytes of the file, and 64 KiB behind them that may be read, and do not matter
  (global (export "input") i32 (i32.const 0x2e0000))
  (global (export "inputBytes") i32 (i32.const 0x80000))
  ;; points in the order of the file, 16 bytes each: f64 wall time, i32 step, f32 value; and the u16 slot of each
  (global $log (export "log") i32 (i32.const 0x370000))
  (global $logSlots (export "logSlots") i32 (i32.const 0xb70000))
  (global $mostPoints (export "mostPoints") i32 (i32.const 0x80000))
  ;; the same points by slot: for each slot its wall times, its steps, its values
  (global $columns (export "columns") i32 (i32.const 0xc70000))

  ;; Reads records from address $at on and logs their points. Returns the address of the first record that no template
  ;; fits, whose checksum is wrong, whose wall time no clock shows, that ends behind $end, or that finds the log full.
  (func (export "read") (param $at i32) (param $end i32) (result i32)
    (local $count i32) (local $last i32) (local $earliest f64)
    (local $template i32) (local $isGuess i32)
    (local $offset i32) (local $bytes i32) (local $differences v128)
    (local $wall i64) (local $step i32) (local $value i32) (local $crc i32) (local $table i32) (local $point i32)
    (local.set $count (i32.load (global.get $control)))
    (local.set $last (i32.load offset=4 (global.get $control)))
    (local.set $earliest (f64.load offset=8 (global.get $control)))
    (block $done
      (loop $record
        (br_if $done (i32.ge_u (local.get $count) (global.get $mostPoints)))
        ;; Writers log tags in the same order again and again: what followed the last record the last time is tried first.
        (local.set $template (i32.load offset=520 (local.get $last)))
        (local.set $isGuess (i32.const 1))
        (loop $candidate
          (block $differs
            (br_if $differs (i32.gt_u
              (i32.add (local.get $at) (i32.load offset=512 (local.get $template)))
              (local.get $end)))
            ;; Sixteen bytes a turn; the mask is zero behind the end of the pattern.
            (local.set $bytes (i32.load offset=516 (local.get $template)))
            (local.set $offset (i32.const 0))
            (local.set $differences (v128.const i64x2 0 0))
            (loop $block
              (local.set $differences (v128.or (local.get $differences)
                (v128.and
                  (v128.load offset=256 (i32.add (local.get $template) (local.get $offset)))
                  (v128.xor
                    (v128.load (i32.add (local.get $template) (local.get $offset)))
                    (v128.load (i32.add (local.get $at) (local.get $offset)))))))
              (local.set $offset (i32.add (local.get $offset) (i32.const 16)))
              (br_if $block (i32.lt_u (local.get $offset) (local.get $bytes))))
            (br_if $differs (v128.any_true (local.get $differences)))

            ;; The record matches. A wall time that is not finite, below zero or beyond 1e10 is for the TypeScript reader, who
            ;; counts it: as unsigned integers, the bits of all of these are larger than those of 1e10.
            (local.set $wall (i64.load (i32.add (local.get $at) (i32.load offset=528 (local.get $template)))))
            (br_if $done (i64.gt_u (local.get $wall) (i64.const 0x4202a05f20000000)))
            (local.set $step (i32.and
              (i32.load (i32.add (local.get $at) (i32.load offset=532 (local.get $template))))
              (i32.load offset=536 (local.get $template))))
            (local.set $value (i32.load (i32.add (local.get $at) (i32.load offset=540 (local.get $template)))))

            ;; Its checksum, byte for byte; the table of a byte stands 1 KiB before that of the byte before it.
            (local.set $crc (i32.load offset=544 (local.get $template)))
            (local.set $table (i32.load offset=548 (local.get $template)))
            (local.set $crc (i32.xor (local.get $crc) (call $ofFour (local.get $table) (i32.wrap_i64 (local.get $wall)))))
            (local.set $crc (i32.xor (local.get $crc) (call $ofFour
              (i32.sub (local.get $table) (i32.const 4096))
              (i32.wrap_i64 (i64.shr_u (local.get $wall) (i64.const 32))))))
            (local.set $crc (i32.xor (local.get $crc) (call $ofFour (i32.load offset=552 (local.get $template)) (local.get $step))))
            (local.set $crc (i32.xor (local.get $crc) (call $ofFour (i32.load offset=556 (local.get $template)) (local.get $value))))
            (br_if $done (i32.ne
              (i32.add (i32.rotr (local.get $crc) (i32.const 15)) (i32.const 0xa282ead8)) ;; TFRecord's mask
              (i32.load (i32.sub
                (i32.add (local.get $at) (i32.load offset=512 (local.get $template)))
                (i32.const 4)))))

            (local.set $point (i32.add (global.get $log) (i32.shl (local.get $count) (i32.const 4))))
            (i64.store (local.get $point) (local.get $wall))
            ;; Four bytes of a varint, seven bits in each.
            (i32.store offset=8 (local.get $point) (i32.or
              (i32.or
                (i32.and (local.get $step) (i32.const 0x7f))
                (i32.shr_u (i32.and (local.get $step) (i32.const 0x7f00)) (i32.const 1)))
              (i32.or
                (i32.shr_u (i32.and (local.get $step) (i32.const 0x7f0000)) (i32.const 2))
                (i32.shr_u (i32.and (local.get $step) (i32.const 0x7f000000)) (i32.const 3)))))
            (i32.store offset=12 (local.get $point) (local.get $value))
            (i32.store16
              (i32.add (global.get $logSlots) (i32.shl (local.get $count) (i32.const 1)))
              (i32.load offset=560 (local.get $template)))
            (local.set $count (i32.add (local.get $count) (i32.const 1)))
            (if (f64.lt (f64.reinterpret_i64 (local.get $wall)) (local.get $earliest))
              (then (local.set $earliest (f64.reinterpret_i64 (local.get $wall)))))
            (local.set $at (i32.add (local.get $at) (i32.load offset=512 (local.get $template))))
            (i32.store offset=520 (local.get $last) (local.get $template))
            (local.set $last (local.get $template))
            (br $record))
          ;; It does not match: after the guess, all templates for payloads of this length, one after the other.
          (if (local.get $isGuess)
            (then
              (local.set $isGuess (i32.const 0))
              (br_if $done (i32.gt_u (i32.add (local.get $at) (i32.const 4)) (local.get $end)))
              (br_if $done (i32.ge_u (i32.load (local.get $at)) (i32.const 256)))
              (local.set $template (i32.load (i32.add
                (global.get $byLength)
                (i32.shl (i32.load (local.get $at)) (i32.const 2))))))
            (else (local.set $template (i32.load offset=524 (local.get $template)))))
          (br_if $candidate (local.get $template)))))
    (i32.store (global.get $control) (local.get $count))
    (i32.store offset=4 (global.get $control) (local.get $last))
    (f64.store offset=8 (global.get $control) (local.get $earliest))
    (local.get $at))

  ;; The part of a checksum that four bytes contribute; $table is that of the first one.
  (func $ofFour (param $table i32) (param $bytes i32) (result i32)
    (i32.xor
      (i32.xor
        (i32.load (i32.add (local.get $table)
          (i32.shl (i32.and (local.get $bytes) (i32.const 255)) (i32.const 2))))
        (i32.load (i32.sub (i32.add (local.get $table)
          (i32.and (i32.shr_u (local.get $bytes) (i32.const 6)) (i32.const 1020))) (i32.const 1024))))
      (i32.xor
        (i32.load (i32.sub (i32.add (local.get $table)
          (i32.and (i32.shr_u (local.get $bytes) (i32.const 14)) (i32.const 1020))) (i32.const 2048)))
        (i32.load (i32.sub (i32.add (local.get $table)
          (i32.and (i32.shr_u (local.get $bytes) (i32.const 22)) (i32.const 1020))) (i32.const 3072))))))

  ;; Sorts the points of the log into columns, each slot's in the order of the file, and empties the log.
  (func (export "gather") (param $slots i32)
    (local $i i32) (local $count i32) (local $slot i32) (local $end i32) (local $to i32) (local $point i32)
    (local.set $count (i32.load (global.get $control)))
    (local.set $end (i32.add (global.get $slots) (i32.shl (local.get $slots) (i32.const 4))))
    (memory.fill (global.get $slots) (i32.const 0) (i32.shl (local.get $slots) (i32.const 4)))
    (block $counted
      (loop $next
        (br_if $counted (i32.ge_u (local.get $i) (local.get $count)))
        (local.set $slot (call $slotOf (local.get $i)))
        (i32.store (local.get $slot) (i32.add (i32.load (local.get $slot)) (i32.const 1)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (local.set $to (global.get $columns))
    (local.set $slot (global.get $slots))
    (block $placed
      (loop $next
        (br_if $placed (i32.ge_u (local.get $slot) (local.get $end)))
        (i32.store offset=4 (local.get $slot) (local.get $to))
        (local.set $to (i32.add (local.get $to) (i32.shl (i32.load (local.get $slot)) (i32.const 3))))
        (i32.store offset=8 (local.get $slot) (local.get $to))
        (local.set $to (i32.add (local.get $to) (i32.shl (i32.load (local.get $slot)) (i32.const 2))))
        (i32.store offset=12 (local.get $slot) (local.get $to))
        (local.set $to (i32.add (local.get $to) (i32.shl (i32.load (local.get $slot)) (i32.const 2))))
        (local.set $slot (i32.add (local.get $slot) (i32.const 16)))
        (br $next)))
    (local.set $i (i32.const 0))
    (local.set $point (global.get $log))
    (block $moved
      (loop $next
        (br_if $moved (i32.ge_u (local.get $i) (local.get $count)))
        (local.set $slot (call $slotOf (local.get $i)))
        (local.set $to (i32.load offset=4 (local.get $slot)))
        (i64.store (local.get $to) (i64.load (local.get $point)))
        (i32.store offset=4 (local.get $slot) (i32.add (local.get $to) (i32.const 8)))
        (local.set $to (i32.load offset=8 (local.get $slot)))
        (i32.store (local.get $to) (i32.load offset=8 (local.get $point)))
        (i32.store offset=8 (local.get $slot) (i32.add (local.get $to) (i32.const 4)))
        (local.set $to (i32.load offset=12 (local.get $slot)))
        (i32.store (local.get $to) (i32.load offset=12 (local.get $point)))
        (i32.store offset=12 (local.get $slot) (i32.add (local.get $to) (i32.const 4)))
        (local.set $point (i32.add (local.get $point) (i32.const 16)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (i32.store (global.get $control) (i32.const 0)))

  ;; Address of the slot of point $i.
  (func $slotOf (param $i i32) (result i32)
    (i32.add (global.get $slots) (i32.shl
      (i32.load16_u (i32.add (global.get $logSlots) (i32.shl (local.get $i) (i32.const 1))))
      (i32.const 4)))))
