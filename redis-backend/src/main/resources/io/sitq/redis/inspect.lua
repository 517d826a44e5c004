-- What is known of tasks.
-- KEYS  1 ready stream, 2 scheduled set, 3.. the task's hash of each task
-- ARGV  1 group, then per task: id
-- Returns per task what include/snapshot.lua says
--@include try_call
--@include entry
--@include snapshot
local out = {}
for k = 1, #KEYS - 2 do
  out[k] = snapshot(KEYS[1], KEYS[2], ARGV[1], KEYS[k + 2], ARGV[k + 1])
end
return out
