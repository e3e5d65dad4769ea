namespace Booking.Service.Web.Settings;

/// <summary>How a doctor works: who they are, their hours, rules, prices and accounts.</summary>
static class SettingsPages
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        DoctorList.Map(pages);
        Overview.Map(pages);
        ProfileEditor.Map(pages);
        ScheduleEditor.Map(pages);
        ExceptionList.Map(pages);
        PolicyEditor.Map(pages);
        GatewayList.Map(pages);
        GatewayEditor.Map(pages);
        VideoEditor.Map(pages);
        CouponList.Map(pages);
        QuestionEditor.Map(pages);
        WebhookList.Map(pages);
        WebhookDetail.Map(pages);
        FeedList.Map(pages);
    }
}
