namespace Booking.Contracts;

public sealed partial class BookingClient
{
    /// <summary>Ops: holds that live now, those that lapse first first.</summary>
    public Task<Answer<Page<LiveHold>>> LiveHolds(PageQuery page = default, CancellationToken ct = default) => Get<Page<LiveHold>>(new Url("/ops/holds").With(page), ct);

    public Task<Answer<RemindersAnswer>> Reminders(CancellationToken ct = default) => Get<RemindersAnswer>(new("/ops/reminders"), ct);

    /// <summary>Ops: notifications of payment providers, taken in and not.</summary>
    public Task<Answer<ToldByProviders>> ToldByProviders(CancellationToken ct = default) => Get<ToldByProviders>(new("/ops/notifications"), ct);

    /// <summary>Ops: who did or looked at what, the newest first.</summary>
    /// <param name="change">Only of this kind.</param>
    public Task<Answer<Page<AuditItem>>> Audit(string? change = null, PageQuery page = default, CancellationToken ct = default) =>
        Get<Page<AuditItem>>(new Url("/ops/audit").With("change", change).With(page), ct);

    /// <summary>Ops: reads the whole log and says what it is in a line, or whether it still is what a line says.</summary>
    public Task<Answer<AnchorAnswer>> TakeAnchor(AnchorRequest request, CancellationToken ct = default) =>
        Post<AnchorRequest, AnchorAnswer>(new("/ops/anchor"), request, idempotencyKey: null, ifMatch: null, ct);

    public Task<Answer<BackupAnswer>> Backup(CancellationToken ct = default) => Get<BackupAnswer>(new("/ops/backup"), ct);

    /// <summary>Ops: settings of the answering process with their sources, without secrets.</summary>
    public Task<Answer<ItemList<SettingItem>>> Configuration(CancellationToken ct = default) => Get<ItemList<SettingItem>>(new("/ops/configuration"), ct);

    public Task<Answer<ItemList<NodeItem>>> Nodes(CancellationToken ct = default) => Get<ItemList<NodeItem>>(new("/ops/nodes"), ct);
}
