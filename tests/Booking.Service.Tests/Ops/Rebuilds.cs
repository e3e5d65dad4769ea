using System.Net;
using Booking.Contracts;
using Xunit;

namespace Booking.Service.Tests.Ops;

/// <summary>Rebuilds as ops ask for them.</summary>
static class Rebuilds
{
    /// <summary>From the request to the end. The turn of a node that was killed is free once the server has noticed.</summary>
    public static async Task<RebuildAnswer> RebuildWhole(this BookingClient ops, string projection)
    {
        while ((await ops.Rebuild(projection)).Status == HttpStatusCode.Conflict)
        {
        }

        for (; ; )
        {
            var answer = (await ops.RebuildStatus(projection)).Value;
            if (answer.EndedAt is not null)
            {
                return answer;
            }

            Assert.NotEqual("interrupted", answer.State);
        }
    }
}
