namespace Shared.Logout.Redis;

/// <summary>What happens inside Redis, each as one atomic step.</summary>
internal static class RedisScripts
{
    // Shared by both scripts. Times are unix seconds, '-' is "all" or "never"; ttl is in milliseconds, 0 is "never".
    private const string Functions = """
        local function later(a, b)
          if not a or a == b then return b end
          if a == '-' or b == '-' then return '-' end
          if tonumber(a) > tonumber(b) then return a end
          return b
        end

        local longest = tonumber(redis.call('GET', KEYS[2]) or '-1')
        local longer, newest = false, 0

        local function append(ttl, fields, token)
          newest = math.max(newest, ttl)
          if longest ~= 0 and (ttl == 0 or ttl >= longest) then longest, longer = ttl, true end
          local id = redis.pcall('XADD', KEYS[1], '*', unpack(fields))
          if type(id) == 'table' then
            -- A user who may not append, say. The retry must not be taken for a repeat of what was never kept.
            if token then redis.call('SET', token, '1', 'PX', 1) end
            error(id.err)
          end
          return id
        end

        local function finish()
          if longer and longest == 0 then redis.call('SET', KEYS[2], '0') end
          if longer and longest ~= 0 then redis.call('SET', KEYS[2], longest, 'PX', longest) end
          -- A shorter life that ends later keeps it alive: a still shorter one must not become the measure meanwhile.
          if not longer and longest ~= 0 and redis.call('PTTL', KEYS[2]) < newest then redis.call('PEXPIRE', KEYS[2], newest) end
          if longest == 0 then
            redis.call('PERSIST', KEYS[1])
          else
            local now = redis.call('TIME')
            redis.call('XTRIM', KEYS[1], 'MINID', '~', string.format('%.0f', math.max(0, now[1] * 1000 - longest - 60000)))
            redis.call('PEXPIRE', KEYS[1], longest + 60000)
          end
          redis.call('PUBLISH', ARGV[1], ARGV[2])
        end

        local function write(key, text, ttl, ...)
          if ttl == 0 then return redis.call('SET', key, text, ...) end
          return redis.call('SET', key, text, 'PX', ttl, ...)
        end

        local function keep(key, cutoff, expires, ttl, id)
          -- Nearly always the first revocation of its key: one command.
          if write(key, cutoff .. ' ' .. expires .. ' ' .. id, ttl, 'NX') then return end
          local oldCutoff, oldExpires = string.match(redis.call('GET', key), '^(%S+) (%S+)')
          cutoff = later(oldCutoff, cutoff)
          if later(oldExpires, expires) ~= expires then
            redis.call('SET', key, cutoff .. ' ' .. oldExpires .. ' ' .. id, 'KEEPTTL')
          else
            write(key, cutoff .. ' ' .. expires .. ' ' .. id, ttl)
          end
        end

        """;

    /// <summary>
    /// KEYS: log, life, then per logout its token and its revocations. ARGV: channel, writer, then per logout: ttl of the token, longest ttl, entry, reason,
    /// initiator, number of revocations, and of each its cutoff, expiry and ttl. Returns 1 per logout, or 0 where the token id was known.
    /// </summary>
    public const string Record = Functions + """
        local outcomes, key, at = {}, 3, 3
        while key <= #KEYS do
          local count = tonumber(ARGV[at + 5])
          local new = redis.call('SET', KEYS[key], '1', 'NX', 'PX', ARGV[at])
          if new then
            local fields = { 'r', ARGV[at + 2] }
            if ARGV[at + 3] ~= '' then fields[#fields + 1] = 'why'; fields[#fields + 1] = ARGV[at + 3] end
            if ARGV[at + 4] ~= '' then fields[#fields + 1] = 'by'; fields[#fields + 1] = ARGV[at + 4] end
            local id = append(tonumber(ARGV[at + 1]), fields, KEYS[key])
            for i = 1, count do
              local time = at + 3 + i * 3
              keep(KEYS[key + i], ARGV[time], ARGV[time + 1], tonumber(ARGV[time + 2]), id)
            end
          end
          outcomes[#outcomes + 1] = new and 1 or 0
          key, at = key + 1 + count, at + 6 + count * 3
        end
        finish()
        return outcomes
        """;

    /// <summary>
    /// KEYS: log, life, then one per revocation. ARGV: channel, writer, then entry, cutoff, expiry and ttl per revocation. What is held already, as a key and as
    /// an entry of the log, is left alone.
    /// </summary>
    public const string Restore = Functions + """
        local restored = 0
        for i = 3, #KEYS do
          local at = 3 + (i - 3) * 4
          local cutoff, expires, ttl = ARGV[at + 1], ARGV[at + 2], tonumber(ARGV[at + 3])
          local old = redis.call('GET', KEYS[i])
          local held = false
          if old then
            local oldCutoff, oldExpires, id = string.match(old, '^(%S+) (%S+) (%S+)')
            held = oldCutoff and later(oldCutoff, cutoff) == oldCutoff and later(oldExpires, expires) == oldExpires
              and #redis.call('XRANGE', KEYS[1], id, id) > 0
          end
          if not held then
            keep(KEYS[i], cutoff, expires, ttl, append(ttl, { 'r', ARGV[at] }))
            restored = restored + 1
          end
        end
        if restored > 0 then finish() end
        return restored
        """;

    /// <summary>KEYS: turn. ARGV: whose. Ends a turn that is still one's own.</summary>
    public const string EndTurn = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";
}
