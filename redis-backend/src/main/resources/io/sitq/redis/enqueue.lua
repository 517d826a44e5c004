-- Makes tasks ready, unless their ids are known.
-- KEYS  1 ready stream, 2 waiting hash, 3.. the task's hash of each task
-- ARGV  per task: task name, envelope, and the reply channel on which to tell of its end, or ''
-- Returns nothing if all are new, else per task OK | DUPLICATE | ERROR (a foreign type under its key)
--
-- XADD is the first write, so that at the memory limit the whole call is refused.
--@include try_call
local KEYS, ARGV, call, pcall, sub = KEYS, ARGV, redis.call, redis.pcall, string.sub
local ready = KEYS[1]
local id_from = #ready - #'ready' + #'task:' + 1 -- where in the key of a task's hash its id begins
local all_new, out = true, {}
for k = 1, #KEYS - 2 do
  local a, key = 3 * k, KEYS[k + 2]
  local id = sub(key, id_from)
  local entry = call('XADD', ready, '*', 'id', id, 'task', ARGV[a - 2], 'envelope', ARGV[a - 1])
  local new = pcall('HSETNX', key, 'entry', entry)
  if new == 1 then
    -- a foreign type there makes nobody fail: who waits looks again, after a while
    if ARGV[a] ~= '' then try_call('HSET', KEYS[2], id, ARGV[a]) end
    out[k] = 'OK'
  else
    redis.call('XDEL', ready, entry)
    if new ~= 0 then try_call('HSETNX', key, 'entry', entry) end
    all_new = false
    out[k] = new == 0 and 'DUPLICATE' or 'ERROR'
  end
end
return all_new and {} or out
