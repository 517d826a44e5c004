-- Tries every command that the other scripts call, on keys that are deleted again. Changes nothing else.
-- KEYS  1 stream, 2 hash, 3 sorted set, 4 set; none of them exists
-- ARGV  1 a channel that nobody listens to
-- Returns per refused command: its name, the answer
local stream, hash, zset, set = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local refused = {}
local function try(...)
  local call = {...}
  local answer = redis.pcall(...)
  if type(answer) == 'table' and answer.err then
    local name = call[1]
    if name == 'XINFO' or name == 'XGROUP' then name = name .. ' ' .. call[2] end
    refused[#refused + 1], refused[#refused + 2] = name, answer.err
  end
end
try('XADD', stream, '*', 'field', 'value')
try('XGROUP', 'CREATE', stream, 'group', '0', 'MKSTREAM')
try('XREADGROUP', 'GROUP', 'group', 'consumer', 'COUNT', 1, 'STREAMS', stream, '>')
try('XPENDING', stream, 'group', '-', '+', 1)
try('XCLAIM', stream, 'group', 'consumer', 0, '0-1', 'JUSTID')
try('XINFO', 'GROUPS', stream)
try('XINFO', 'CONSUMERS', stream, 'group')
try('XRANGE', stream, '-', '+', 'COUNT', 1)
try('XLEN', stream)
try('XACK', stream, 'group', '0-1')
try('XDEL', stream, '0-1')
try('XGROUP', 'DELCONSUMER', stream, 'group', 'consumer')
try('HSET', hash, 'field', 'value')
try('HSETNX', hash, 'field', 'value')
try('HINCRBY', hash, 'number', 1)
try('HGET', hash, 'field')
try('HMGET', hash, 'field')
try('HGETALL', hash)
try('HLEN', hash)
try('HDEL', hash, 'field')
try('PEXPIRE', hash, 10000)
try('PTTL', hash)
try('ZADD', zset, 1, 'member')
try('ZSCORE', zset, 'member')
try('ZCARD', zset)
try('ZRANGE', zset, 0, 0)
try('ZRANGEBYSCORE', zset, 0, 1)
try('ZREM', zset, 'member')
try('SADD', set, 'member')
try('TYPE', set)
try('SET', set, 'value', 'PX', 10000)
try('GET', set)
try('PUBLISH', ARGV[1], '')
try('TIME')
try('DEL', stream, hash, zset, set)
return refused
